import { expect, test } from 'vitest';
import { leastZoom } from './mapZoom.ts';

test('the least zoom fills the box with the bounds, whichever side is the longer', () => {
  expect(leastZoom([-180, -85.051129, 180, 85.051129], 512, 512)).toBeCloseTo(0, 4);
  expect(leastZoom([-180, -85.051129, 180, 85.051129], 1024, 512)).toBeCloseTo(1, 4);
  expect(leastZoom([0, -85.051129, 90, 85.051129], 512, 512)).toBeCloseTo(2, 4);
});
