import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findClasses, soundOf } from './classSearch.ts';
import type { IncidentClass } from './classes.ts';

/** The hall's own seed of classes. */
function readClasses(): IncidentClass[] {
  const file = new URL('../../../src/yaoyaoling/incidents/data/classes.csv', import.meta.url);
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((match) => match[2] ?? match[1] ?? '');
    return {
      code: cells[0] ?? '',
      parent: cells[1] === '' ? null : (cells[1] ?? null),
      name_zh: cells[2] ?? '',
      name_en: cells[3] ?? '',
      default_level: Number(cells[4]),
      is_inspection_only: cells[5] === 'yes',
      is_official_code: cells[6] === 'yes',
      is_active: true,
    };
  });
}

const classes = readClasses();
const found = (text: string) => findClasses(classes, text).map((one) => one.name_zh);

describe('finding a class', () => {
  it('knows the whole table', () => expect(classes.length).toBeGreaterThan(90));

  it.each([
    ['dq', '盗窃'],
    ['daoqie', '盗窃'],
    ['盗窃', '盗窃'],
    ['0101', '盗窃'],
    ['theft', '盗窃'],
    ['djdo', '打架斗殴'],
    ['jtbl', '家庭暴力'],
    ['hz', '火灾'],
    ['rsz', undefined],
    ['lost', '失物'],
  ])('%s finds %s', (text, name) => expect(found(text)[0]).toBe(name));

  it('puts the theft that is a crime before the petty one', () =>
    expect(found('dq').slice(0, 2)).toEqual(['盗窃', '盗窃(治安)']));

  it('finds nothing for nothing', () => expect(found('  ')).toEqual([]));

  it('gives at most nine: as many as there are digits', () => expect(found('j').length).toBeLessThanOrEqual(9));

  it('reads only the Chinese of a name', () =>
    expect(soundOf('诈骗(含电信网络诈骗)').initials).toBe('zphdxwlzp'));
});
