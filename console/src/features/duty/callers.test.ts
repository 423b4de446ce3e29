import { expect, test } from 'vitest';
import { barsOf, perWeek } from './callers.ts';

const week = (contacts: number) => ({ starts_at: '2026-11-01T00:00:00Z', contacts, is_before: false, is_whole: true });

test('weeks are drawn against the highest, and one call does not look like many', () => {
  expect(barsOf([week(6), week(3), week(0)]).map((one) => one.height)).toEqual([1, 0.5, 0]);
  expect(barsOf([week(1)]).map((one) => one.height)).toEqual([1 / 3]);
});

test('figures are as exact as is of use', () => {
  expect([2, 1.5, 0.25, 1 / 3].map(perWeek)).toEqual(['2', '1.5', '0.25', '0.33']);
});
