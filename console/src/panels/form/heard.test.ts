import { expect, test } from 'vitest';
import { askedText, isCaller, leansOnHeard, linesOf, openLines, wordsOf, type HeardLine } from './heard.ts';

const line = (id: string, party: string, text: string | null, contact = 'c'): HeardLine => ({
  id, party, text, contact_id: contact, began_s: 0, ended_s: 1, recogniser: 'tones', heard_at: '2026-11-29T04:00:00Z',
}); // prettier-ignore
const LEGS = [
  { id: 'leg-seat', kind: 'seat' },
  { id: 'leg-back', kind: 'callback' },
] as const;
const ALL = [
  line('3', 'leg-back', '他有刀。'),
  line('1', 'citizen', '有人打架'),
  line('2', 'leg-seat', '在哪里'),
  line('4', 'citizen', null),
  line('5', 'citizen', '别人的', 'other'),
];

test('lines are those of the contact, in order, without erased ones', () => {
  expect(linesOf('c', ALL).map((one) => one.id)).toEqual(['1', '2', '3']);
});

test('only what the caller said is asked about, until it is taken', () => {
  const lines = linesOf('c', ALL);
  expect(openLines(lines, LEGS, null).map((one) => one.id)).toEqual(['1', '3']);
  expect(openLines(lines, LEGS, '1').map((one) => one.id)).toEqual(['3']);
  expect(isCaller('leg-unknown', LEGS)).toBe(false);
});

test('pauses become commas, signs stay', () => {
  expect(wordsOf([line('1', 'citizen', '有人打架'), line('2', 'citizen', '快来。'), line('3', 'citizen', '他有刀')])).toBe(
    '有人打架，快来。他有刀',
  );
});

test('typed words come first, heard ones behind them', () => {
  expect(askedText('有人打架', '他有刀')).toBe('有人打架\n他有刀');
  expect(askedText(' ', '他有刀')).toBe('他有刀');
  expect(askedText('有人打架', '')).toBe('有人打架');
});

test('a suggestion is marked when its words were heard and not typed', () => {
  expect(leansOnHeard(['刀'], '有人打架', '他有刀')).toBe(true);
  expect(leansOnHeard(['打架'], '有人打架', '他有刀')).toBe(false);
  expect(leansOnHeard(['刀'], '有人打架', '')).toBe(false);
});
