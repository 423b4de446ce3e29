import { expect, test } from 'vitest';
import { freshness } from './freshness.ts';

const at = { crew: 'a', lon: 114, lat: 30, heading: null, speedKmh: null, at: 1_000_000, isOffGrid: false };

test('a position ages, and none at all is lost', () => {
  expect(freshness(at, at.at)).toBe('fresh');
  expect(freshness(at, at.at + 60_000)).toBe('fresh');
  expect(freshness(at, at.at + 61_000)).toBe('stale');
  expect(freshness(at, at.at + 601_000)).toBe('lost');
  expect(freshness(undefined, at.at)).toBe('lost');
});
