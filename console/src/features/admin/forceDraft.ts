/** The table of forces while it is changed: what was gathered, and skills as lines of text. Pure. */
import type { Schema } from '../../source/contract.ts';

export type ForceTable = Schema<'ForceTable'>;
export type ForceType = ForceTable['forces'][number];
export type ClassSkill = ForceTable['skills'][number];

/** One line a skill: "0108 explosives". */
export function skillLines(skills: readonly ClassSkill[]): string {
  return skills.map((one) => `${one.class_code} ${one.skill}`).join('\n');
}

/** The skills of such lines; what is no pair of words is handed on, so that the hall can say what is wrong with it. */
export function skillsOf(text: string): readonly ClassSkill[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words[0] !== '')
    .map(([code = '', ...skill]) => ({ class_code: code, skill: skill.join(' ') }));
}

/** Codes of classes, or `*`, from a line. */
export function codesOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((one) => one !== '');
}

/** The table as it shall be: forces that were gathered in their places, new ones at the end. */
export function tableOf(held: ForceTable, staged: ReadonlyMap<string, ForceType>, skills: string): ForceTable {
  const known = new Set(held.forces.map((one) => one.code));
  const forces = held.forces.map((one) => staged.get(one.code) ?? one);
  return { forces: [...forces, ...[...staged.values()].filter((one) => !known.has(one.code))], skills: skillsOf(skills) };
}

/** How much would change. */
export function changesOf(held: ForceTable, staged: ReadonlyMap<string, ForceType>, skills: string): number {
  const before = new Set(held.skills.map((one) => `${one.class_code} ${one.skill}`));
  const after = new Set(skillsOf(skills).map((one) => `${one.class_code} ${one.skill}`));
  const moved = [...after].filter((one) => !before.has(one)).length + [...before].filter((one) => !after.has(one)).length;
  return staged.size + moved;
}
