import { describe, expect, it } from 'vitest';
import { passesMute, type ToneName } from './tones.ts';

const ALL: readonly ToneName[] = ['ring', 'answer', 'incoming', 'desk', 'alarm', 'panic', 'order', 'returned', 'lost', 'done'];

describe('tones', () => {
  it('lets the ringing and the panic call pass the mute, and nothing else', () => {
    expect(ALL.filter(passesMute)).toEqual(['ring', 'panic']);
  });
});
