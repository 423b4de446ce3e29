import { expect, test } from 'vitest';
import { freshness } from './freshness.ts';

const at = { crew: 'a', lon: 114, lat: 30, heading: null, speedKmh: null, at: 1_000_000, isOffGrid: false };
const ages = { stale_after_s: 60, lost_after_s: 600 };

test('a position ages, and none at all is lost', () => {
  expect(freshness(at, at.at, ages)).toBe('fresh');
  expect(freshness(at, at.at + 60_000, ages)).toBe('fresh');
  expect(freshness(at, at.at + 61_000, ages)).toBe('stale');
  expect(freshness(at, at.at + 601_000, ages)).toBe('lost');
  expect(freshness(undefined, at.at, ages)).toBe('lost');
});

test('what is old is what the hall calls old', () => {
  const slow = { stale_after_s: 180, lost_after_s: 1_800 };
  expect(freshness(at, at.at + 61_000, slow)).toBe('fresh');
  expect(freshness(at, at.at + 601_000, slow)).toBe('stale');
  expect(freshness(at, at.at + 1_801_000, slow)).toBe('lost');
  expect(freshness(at, at.at + 1_801_000, undefined)).toBe('fresh');
});
