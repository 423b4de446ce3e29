import { describe, expect, it } from 'vitest';
import { peaksOf, positionText, recordingAt, secondIn, together, waveOf, type Recording } from './recording.ts';

const one = { started_at: '2026-11-22T04:00:00Z', seconds: 60, mime: 'audio/ogg', erased_at: null } as unknown as Recording;

describe('a recording on the screen', () => {
  it('tells positions as people do', () => {
    expect([0, 9.9, 130, 3900].map(positionText)).toEqual(['0:00', '0:09', '2:10', '1:05:00']);
  });

  it('draws what was loud high and silence as a line', () => {
    expect(peaksOf('00ff80')).toEqual([0, 1, 128 / 255]);
    expect(waveOf(peaksOf('00ff'))).toBe('M0 49.5L1 2.0L1 98.0L0 50.5Z');
    expect(waveOf([])).toBe('');
  });

  it('finds the second of a moment, at its ends too, and none outside', () => {
    expect(secondIn(one, '2026-11-22T04:00:12.5Z')).toBe(12.5);
    expect(secondIn(one, '2026-11-22T12:00:00+08:00')).toBe(0);
    expect(secondIn(one, '2026-11-22T04:01:00Z')).toBe(60);
    expect(secondIn(one, '2026-11-22T04:01:00.1Z')).toBeNull();
    expect(secondIn(one, '2026-11-22T03:59:59Z')).toBeNull();
  });

  it('offers no moment of a recording that cannot be heard', () => {
    expect(recordingAt([one], '2026-11-22T04:00:12Z')).toBe(one);
    expect(recordingAt([{ ...one, mime: null }], '2026-11-22T04:00:12Z')).toBeUndefined();
    expect(recordingAt([{ ...one, erased_at: '2027-06-01T00:00:00Z' }], '2026-11-22T04:00:12Z')).toBeUndefined();
  });

  it('lets marks that would hide each other speak together', () => {
    const mark = (id: string, s: number) => ({ id, s, at: '', text: id });
    const found = together([mark('c', 30), mark('a', 10), mark('b', 10.5)], 60);
    expect(found.map((one) => [one.s, one.text])).toEqual([
      [10, 'a\nb'],
      [30, 'c'],
    ]);
  });
});
