import { describe, expect, it } from 'vitest';
import { platesIn } from './plates.ts';

describe('number plates in words', () => {
  it('are read as written, spaced and spoken, each once', () => {
    expect(platesIn('一辆鄂A·12345追尾了鄂a12345，还有粤B D1234学')).toEqual(['鄂A12345', '粤BD1234']);
    expect(platesIn('车牌鄂A一二三幺五撞了人')).toEqual(['鄂A12315']);
    expect(platesIn('新能源鄂AD12345')).toEqual(['鄂AD12345']);
  });

  it('are not seen where there is none', () => {
    expect(platesIn('川A的车，没看清')).toEqual([]);
    expect(platesIn('新ABCDEF')).toEqual([]);
    expect(platesIn('')).toEqual([]);
  });
});
