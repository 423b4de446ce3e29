/** Choosing a class: the level follows it until a hand has set the level. Pure. */
import type { Level } from '../../sync/kinds.ts';
import type { IncidentClass } from '../classes.ts';
import type { DraftCall } from './draftCall.ts';

export function classChange(call: DraftCall, one: IncidentClass): { readonly classCode: string; readonly level?: Level } {
  const { level } = call.draft;
  const before = call.chosenClass?.default_level ?? null;
  const follows = level === null || level === before;
  return { classCode: one.code, ...(follows && { level: one.default_level as Level }) };
}
