/** A sheet while it is changed: ways into it, what changed, what an older version brings back. Pure. */
import type { Schema } from '../../../source/contract.ts';

export type Guide = Schema<'Guide'>;
export type Lexicon = Schema<'Lexicon'>;
export type Acceptance = Schema<'Acceptance'>;
export type Mappings = Schema<'Mappings'>;
export type SheetKind = Schema<'SheetVersion'>['kind'];
export type Body = Schema<'Sheet'>['body'];
export type Fault = Schema<'SheetFault'>;

export const KINDS: readonly SheetKind[] = ['cards', 'sensitive', 'acceptance', 'mappings'];
/** The three lists of words beside the rules. */
export const EXCEPTIONS = ['harmless', 'fiction', 'reality'] as const;
export const LINES = ['police', 'service', 'also'] as const;

/** What stands at a way like `cards.3.advice.0.zh`; undefined: nothing. */
export function valueAt(body: unknown, where: string): unknown {
  let at: unknown = body;
  for (const part of where.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[part];
  }
  return at;
}

/** The same with something else there; nothing that stood elsewhere is touched. */
export function withValue<T>(body: T, where: string, value: unknown): T {
  const [first = '', ...rest] = where.split('.');
  const held = (body as Readonly<Record<string, unknown>>)[first];
  const next = rest.length === 0 ? value : withValue(held, rest.join('.'), value);
  if (Array.isArray(body)) {
    const list: readonly unknown[] = body;
    return list.map((one, index) => (index === Number(first) ? next : one)) as T;
  }
  return { ...(body as object), [first]: next } as T;
}

/** Faults that stand at a field itself. */
export function faultsAt(faults: readonly Fault[], where: string): readonly Fault[] {
  return faults.filter((one) => one.where === where);
}

/** Faults at a field and everything in it. */
export function faultsUnder(faults: readonly Fault[], where: string): readonly Fault[] {
  return faults.filter((one) => one.where === where || one.where.startsWith(`${where}.`));
}

/** The list with one of it a place further up (-1) or down (+1). */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const to = index + by;
  const one = list[index];
  if (one === undefined || to < 0 || to >= list.length) return list;
  const rest = list.filter((_, at) => at !== index);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** One thing that is edited by itself. key: stays the same while its place in the list does not. */
export interface Entry {
  readonly where: string;
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly value: unknown;
}

function listed<T>(where: string, list: readonly T[], name: (one: T) => readonly [key: string, zh: string, en: string]): readonly Entry[] {
  return list.map((value, at) => {
    const [key, zh, en] = name(value);
    return { where: `${where}.${at}`, key: `${where}.${key}`, zh: zh || key, en: en || zh || key, value };
  });
}

/** Everything in a sheet that is edited by itself. */
export function entriesOf(body: Body): readonly Entry[] {
  if ('cards' in body)
    return [
      ...listed('cards', body.cards, (one) => [one.classes.join(' ') || '*', one.zh, one.en]),
      ...listed('questions', body.questions, (one) => [one.id, one.zh, one.en]),
      ...listed('keywords', body.keywords, (one) => [one.class_code, one.class_code, one.class_code]),
    ];
  if ('rules' in body)
    return [
      ...listed('rules', body.rules, (one) => [one.id, one.id, one.id]),
      ...EXCEPTIONS.map((name) => ({ where: name, key: name, zh: name, en: name, value: body[name] })),
    ];
  if ('rows' in body)
    return listed('rows', body.rows, (one) => [`${one.scheme} ${one.code}`, `${one.scheme} ${one.code}`, `${one.scheme} ${one.code}`]);
  return [
    ...LINES.flatMap((line) => listed<Acceptance['police'][number]>(line, body[line], (one) => [one.id, one.zh, one.en])),
    { where: 'danger', key: 'danger', zh: 'danger', en: 'danger', value: body.danger },
    { where: 'signs', key: 'signs', zh: 'signs', en: 'signs', value: body.signs },
  ];
}

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly entry: Entry;
}

/** What differs, entry by entry, in the order of the draft; what is gone comes last. */
export function changesOf(before: Body, after: Body): readonly Change[] {
  const held = new Map(entriesOf(before).map((one) => [one.key, one]));
  const found: Change[] = [];
  for (const entry of entriesOf(after)) {
    const was = held.get(entry.key);
    held.delete(entry.key);
    if (was === undefined) found.push({ kind: 'added', entry });
    else if (JSON.stringify(was.value) !== JSON.stringify(entry.value)) found.push({ kind: 'changed', entry });
  }
  return [...found, ...[...held.values()].map((entry) => ({ kind: 'removed', entry }) as const)];
}

/** Whether two bodies say the same, in whatever order their entries stand. */
export function isSame(one: Body, other: Body): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * An older version as a draft upon the present one. Questions and answers that came since then stand in incidents:
 * they are kept, off the cards.
 */
export function restored(older: Body, present: Body): Body {
  if (!('cards' in older) || !('cards' in present)) return older;
  const since = new Map(present.questions.map((one) => [one.id, one]));
  const questions = older.questions.map((question) => {
    const known = new Set(question.choices.map((one) => one.id));
    const added = (since.get(question.id)?.choices ?? []).filter((one) => !known.has(one.id));
    return added.length === 0 ? question : { ...question, choices: [...question.choices, ...added] };
  });
  const ids = new Set(older.questions.map((one) => one.id));
  return { ...older, questions: [...questions, ...present.questions.filter((one) => !ids.has(one.id))] };
}

/**
 * My changes upon what somebody else published meanwhile: entries I did not touch are theirs, an entry that both
 * changed is mine, and stands among the changes to be looked at.
 */
export function rebased(base: Body, mine: Body, newest: Body): Body {
  const at = new Map(entriesOf(newest).map((one) => [one.key, one.where]));
  const put = new Map<string, unknown>();
  const gone = new Set<string>();
  const added: { readonly list: string; readonly value: unknown }[] = [];
  for (const { kind, entry } of changesOf(base, mine)) {
    const where = at.get(entry.key);
    if (where !== undefined && kind === 'removed') gone.add(where);
    else if (where !== undefined) put.set(where, entry.value);
    else if (kind !== 'removed') added.push({ list: entry.where.split('.')[0] ?? '', value: entry.value });
  }
  const lists = Object.entries(newest as Readonly<Record<string, readonly unknown[]>>).map(([name, list]) => {
    if (put.has(name)) return [name, put.get(name)] as const;
    const kept = list.flatMap((one, index) => {
      const where = `${name}.${index}`;
      return gone.has(where) ? [] : [put.has(where) ? put.get(where) : one];
    });
    return [name, [...kept, ...added.filter((one) => one.list === name).map((one) => one.value)]] as const;
  });
  return Object.fromEntries(lists) as unknown as Body;
}

/** Words as they are written in a field: by commas, bars or lines. */
export function wordsOf(text: string): readonly string[] {
  const words = text.split(/[\n|、，]/).map((one) => one.trim());
  return [...new Set(words.filter((one) => one !== ''))];
}

export function wordsText(words: readonly string[]): string {
  return words.join('、');
}

export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Codes of classes, by spaces or commas. */
export function codesOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,，、]+/).filter((one) => one !== ''))];
}
