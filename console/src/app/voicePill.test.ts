import { expect, test } from 'vitest';
import { badgeOf } from './VoicePill.tsx';

const WHOLE = { level: 'full', state: 'ok', is_less: false, down: [], waiting: 0, let_go: 0, number: '110', sip: 'sip:110@x', zh: '', en: '' } as const;

test('nothing is said while voice is whole, or not known yet', () => {
  expect(badgeOf(null)).toBeNull();
  expect(badgeOf({ ...WHOLE, down: [] })).toBeNull();
});

test('less voice is named, and a daemon that is away before all', () => {
  expect(badgeOf({ ...WHOLE, level: 'no_rtpengine', down: [] })).toBe('limited');
  expect(badgeOf({ ...WHOLE, level: 'none', down: [] })).toBe('none');
  expect(badgeOf({ ...WHOLE, down: ['janus'] })).toBe('disturbed');
  expect(badgeOf({ ...WHOLE, waiting: 1 })).toBe('disturbed');
  expect(badgeOf({ ...WHOLE, let_go: 1 })).toBe('disturbed');
});
