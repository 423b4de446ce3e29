import { expect, test } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { sitesNear } from './special.ts';

const HERE = { lon: 114, lat: 30 };
function duty(id: string, state: 'planned' | 'on' | 'off', lons: readonly number[]): Of<'special_duty'> {
  const sites = lons.map((lon, index) => ({ name: `${id}${index}`, lon, lat: 30 }));
  const posts = [{ crew_id: 'c', call_sign: 'N1', site: 1 }];
  return { id, v: 1, title: `duty ${id}`, kind: 'exam', org_code: '', sites, posts, hours: [], place_codes: [], patrol_factor: 1, state };
}

test('a call from a site is told of it while the duty is on, with the crews that stand there', () => {
  const [near, ...others] = sitesNear([duty('a', 'on', [114.1, 114.002])], HERE);
  expect(others).toEqual([]);
  expect(near).toMatchObject({ title: 'duty a', site: 'a1', crews: ['N1'] });
  expect(near?.metres).toBeCloseTo(192.6, 0);
});

test('before its hours, far off and without a place nothing is said', () => {
  expect(sitesNear([duty('a', 'planned', [114]), duty('b', 'off', [114]), duty('c', 'on', [114.01])], HERE)).toEqual([]);
  expect(sitesNear([duty('a', 'on', [114])], null)).toEqual([]);
});

test('of several the nearest comes first', () => {
  expect(sitesNear([duty('a', 'on', [114.003]), duty('b', 'on', [114.001])], HERE).map((one) => one.id)).toEqual(['b', 'a']);
});
