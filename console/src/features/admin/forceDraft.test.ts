import { expect, it } from 'vitest';
import { changesOf, codesOf, skillLines, skillsOf, tableOf, type ForceTable, type ForceType } from './forceDraft.ts';

const force = (code: string, people = 2): ForceType => ({
  code,
  name_zh: code,
  name_en: code,
  is_police: true,
  takes: ['*'],
  contains: [],
  levels: [1, 4],
  officers: 1,
  people,
});
const held: ForceTable = { forces: [force('patrol'), force('swat')], skills: [{ class_code: '0108', skill: 'explosives' }] };

it('reads back the skills it writes', () => {
  expect(skillsOf(skillLines(held.skills))).toEqual(held.skills);
  expect(skillsOf(' 0108   explosives \n\n0109')).toEqual([...held.skills, { class_code: '0109', skill: '' }]);
  expect(codesOf(' 01  02 *')).toEqual(['01', '02', '*']);
});

it('puts what was gathered in its place, and new ones last', () => {
  const staged = new Map([
    ['drone', force('drone')],
    ['patrol', force('patrol', 4)],
  ]);
  const table = tableOf(held, staged, '0504 negotiation');
  expect(table.forces.map((one) => [one.code, one.people])).toEqual([
    ['patrol', 4],
    ['swat', 2],
    ['drone', 2],
  ]);
  expect(changesOf(held, staged, '0504 negotiation')).toBe(4);
  expect(changesOf(held, new Map(), skillLines(held.skills))).toBe(0);
});
