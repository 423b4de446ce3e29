import { expect, test } from 'vitest';
import { shareAt, type Plan } from './usePlans.ts';

const plan = { share: 0.2, step_until: 0.75, step_most_s: 100, step_at: '2026-01-01T00:00:00Z' } as Plan;
const began = Date.parse('2026-01-01T00:00:00Z');

test('a plan goes through its step by the time that may take, and no further', () => {
  expect(shareAt(plan, began - 5_000)).toBe(0.2);
  expect(shareAt(plan, began + 50_000)).toBeCloseTo(0.475);
  expect(shareAt(plan, began + 500_000)).toBe(0.75);
  expect(shareAt({ ...plan, step_at: null }, began)).toBe(0.2);
});
