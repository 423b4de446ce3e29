import { describe, expect, it } from 'vitest';
import { quickReply, templateOf } from './replies.ts';

const REPLIES = [
  { key: 'ask_place', words: '您在哪里？' },
  { key: 'hide', words: '请先躲起来。' },
];

describe('quick replies', () => {
  it('puts in the sentence of a digit, and leaves all else as it was typed', () => {
    expect(quickReply('/2', REPLIES)).toBe('请先躲起来。');
    expect(quickReply('、1', REPLIES)).toBe('您在哪里？');
    for (const typed of ['/', '/3', '/12', '2', '路/2', '']) expect(quickReply(typed, REPLIES)).toBeNull();
  });
  it('names a sentence that goes out as it stands', () => {
    expect(templateOf('请先躲起来。', REPLIES)).toBe('hide');
    expect(templateOf('请先躲起来', REPLIES)).toBeNull();
  });
});
