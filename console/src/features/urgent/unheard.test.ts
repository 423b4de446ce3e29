import { expect, test } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { unheardOf } from './unheard.ts';

const contact = (id: string, minute: number, state = 'waiting') =>
  ({ id, state, received_at: `2026-11-22T04:0${minute}:00Z` }) as Of<'contact'>;
const call = (id: string, ended_at: string | null = null) => ({ id, ended_at }) as Of<'call'>;
const seat = (state: string, has_line: boolean, takes_calls = true) => ({ state, has_line, takes_calls }) as Of<'seat'>;
const ids = (found: readonly Of<'contact'>[]) => found.map((one) => one.id);

test('callers whom nobody can answer are named, the oldest first', () => {
  const contacts = [contact('b', 2), contact('a', 1), contact('web', 0), contact('mine', 0, 'taken'), contact('gone', 0)];
  const calls = [call('a'), call('b'), call('mine'), call('gone', '2026-11-22T04:05:00Z')];
  expect(ids(unheardOf(contacts, calls, [seat('ready', false), seat('off', true)]))).toEqual(['a', 'b']);
  expect(ids(unheardOf(contacts, calls, []))).toEqual(['a', 'b']);
});

test('nothing is said while somebody who sits there can speak', () => {
  expect(unheardOf([contact('a', 1)], [call('a')], [seat('ready', false), seat('busy', true)])).toEqual([]);
});

test('seats that take what is written only are missed by nobody, beside others they do not count', () => {
  expect(unheardOf([contact('a', 1)], [call('a')], [seat('ready', true, false)])).toEqual([]);
  expect(ids(unheardOf([contact('a', 1)], [call('a')], [seat('ready', true, false), seat('ready', false)]))).toEqual(['a']);
});
