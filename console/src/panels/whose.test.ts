import { expect, test } from 'vitest';
import { mayOf, stationsOf, whoseUrgency } from './whose.ts';
import type { Organisation } from './organisations.ts';

const org = (code: string, kind: Organisation['kind'], path: string): Organisation => ({
  code, kind, path, parent_code: null, name_zh: code, name_en: code, retired_at: null,
}); // prettier-ignore
const ALL = [
  org('p', 'province', 'p'),
  org('h', 'hall', 'p/h'),
  org('c', 'city', 'p/c'),
  org('n', 'county', 'p/c/n'),
  org('s', 'county', 'p/c/s'),
  org('n1', 'station', 'p/c/n/n1'),
  org('n2', 'station', 'p/c/n/n2'),
  org('s1', 'station', 'p/c/s/s1'),
];
const me = (role: string, code: string) => ({
  roles: [role] as never,
  org_code: code,
  org_path: ALL.find((one) => one.code === code)?.path ?? '',
});
const WHOSE = { station_code: 'n1', claimed_code: 's1', desk_code: 'c', others: ['n2'] };

test('only the station whose it is disputes or confirms, and only the level above all of them settles', () => {
  const may = (role: string, code: string, state: string) => mayOf({ ...WHOSE, state: state as never }, me(role, code), ALL);
  expect(may('station_desk', 'n1', 'clear')).toEqual({ confirm: false, dispute: true, rule: false });
  expect(may('station_desk', 'n1', 'unclear')).toEqual({ confirm: true, dispute: true, rule: false });
  expect(may('station_desk', 's1', 'unclear')).toEqual({ confirm: false, dispute: false, rule: false });
  expect(may('county_desk', 'n', 'disputed').rule).toBe(false);
  expect(may('county_desk', 'c', 'disputed').rule).toBe(true);
  expect(may('commander', 'h', 'disputed').rule).toBe(true);
  expect(may('commander', 'h', 'ruled').rule).toBe(false);
});

test('those the question is about come first, then the others of the ground', () => {
  expect(stationsOf(WHOSE, ALL, null).map((one) => one.code)).toEqual(['s1', 'n1', 'n2']);
  expect(stationsOf(WHOSE, ALL, 'p/c/n').map((one) => one.code)).toEqual(['n1', 'n2']);
});

test('the clock turns amber, then red', () => {
  expect([0, 150_000, 300_000].map(whoseUrgency)).toEqual(['calm', 'late', 'overdue']);
});
