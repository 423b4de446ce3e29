/** What the call-taker has entered for a contact: kept word by word, through reload, refusal and a lost network. */
import type { Schema } from '../../source/contract.ts';
import type { Answer, Level, Of } from '../../sync/kinds.ts';

export interface ChosenPlace {
  readonly text: string;
  readonly lon: number;
  readonly lat: number;
}

export interface CallDraft {
  readonly narrative: string;
  /** The reporter's words that are in the narrative already. */
  readonly heard: string;
  readonly classCode: string | null;
  readonly level: Level | null;
  readonly place: ChosenPlace | null;
  readonly placeQuery: string;
  readonly name: string;
  readonly phone: string;
  readonly isUnsafe: boolean;
  /** Whoever is on the line of a test call needs help; absent in drafts of before. */
  readonly isNoTest?: boolean;
  readonly answers: readonly Answer[];
  /** Id of the last line of the call that was taken into the narrative; ids rise with time. */
  readonly heardTo: string | null;
}

const PREFIX = 'yyl.call.';
const KEPT_MS = 36 * 3600 * 1000;

export function newDraft(contact: Of<'contact'>): CallDraft {
  const text = contact.text ?? '';
  return {
    narrative: contact.said ?? text,
    heard: text,
    classCode: null,
    level: null,
    place: null,
    placeQuery: '',
    name: contact.caller_name ?? '',
    phone: contact.caller_number ?? '',
    isUnsafe: contact.is_silent,
    answers: [],
    heardTo: null,
  };
}

export function readCallDraft(contactId: string): CallDraft | null {
  try {
    const text = localStorage.getItem(PREFIX + contactId);
    if (text === null) return null;
    const { draft } = JSON.parse(text) as { draft: Omit<CallDraft, 'answers' | 'heardTo'> & Partial<CallDraft> };
    // A draft of before the question card has no answers, one of before the transcript took nothing of it.
    return { ...draft, answers: draft.answers ?? [], heardTo: draft.heardTo ?? null };
  } catch {
    return null;
  }
}

export function keepCallDraft(contactId: string, draft: CallDraft): void {
  localStorage.setItem(PREFIX + contactId, JSON.stringify({ at: Date.now(), draft }));
}

/** Forget drafts of long ago: they hold personal data. */
export function sweepDrafts(): void {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    try {
      const { at } = JSON.parse(localStorage.getItem(name) ?? '{}') as { at?: number };
      if (at === undefined || Date.now() - at > KEPT_MS) localStorage.removeItem(name);
    } catch {
      localStorage.removeItem(name);
    }
  }
}

export function dropCallDraft(contactId: string): void {
  localStorage.removeItem(PREFIX + contactId);
}

/** Words the reporter added since, that are not in the narrative. */
export function addedWords(draft: CallDraft, contact: Of<'contact'>): string {
  const text = contact.text ?? '';
  return text.startsWith(draft.heard) ? text.slice(draft.heard.length).trim() : text === draft.heard ? '' : text;
}

export type Missing = 'class' | 'place';

export function missingOf(draft: CallDraft): Missing | null {
  if (draft.classCode === null) return 'class';
  return draft.place === null ? 'place' : null;
}

/** The body that opens the incident; null while something is missing. */
export function openBody(draft: CallDraft): Schema<'OpenBody'> | null {
  if (draft.classCode === null || draft.place === null) return null;
  return {
    class_code: draft.classCode,
    level: draft.level,
    place: { ...draft.place, datum: 'WGS84' },
    narrative: draft.narrative,
    reporter_name: draft.name.trim() || null,
    reporter_phone: draft.phone.trim() || null,
    is_unsafe_to_contact: draft.isUnsafe,
    is_no_test: draft.isNoTest ?? false,
    answers: draft.answers,
  };
}

/** What differs from the incident as it is; null when nothing does. */
export function amendBody(draft: CallDraft, incident: Of<'incident'>): Schema<'AmendBody'> | null {
  const change: { -readonly [K in keyof Schema<'AmendBody'>]: Schema<'AmendBody'>[K] } = { reason: 'call_taker' };
  if (draft.classCode !== null && draft.classCode !== incident.class_code) change.class_code = draft.classCode;
  if (draft.level !== null && draft.level !== incident.level) change.level = draft.level;
  if (draft.narrative !== (incident.narrative ?? '')) change.narrative = draft.narrative;
  if (draft.isUnsafe !== incident.is_unsafe_to_contact) change.is_unsafe_to_contact = draft.isUnsafe;
  const { place } = draft;
  if (place !== null && (place.lon !== incident.lon || place.lat !== incident.lat || place.text !== incident.place_text))
    change.place = { ...place, datum: 'WGS84' };
  return Object.keys(change).length === 1 ? null : change;
}

/** The answers with one changed; an empty one is none. */
export function withAnswer(answers: readonly Answer[], answer: Answer): readonly Answer[] {
  const isEmpty = answer.choices.length === 0 && answer.text === '';
  const others = answers.filter((one) => one.question !== answer.question);
  return isEmpty ? others : [...others, answer];
}

/** Whether both say the same, in whatever order. */
export function sameAnswers(a: readonly Answer[], b: readonly Answer[]): boolean {
  const key = (one: Answer) => JSON.stringify([one.question, [...one.choices].sort(), one.text]);
  return a.length === b.length && new Set([...a.map(key), ...b.map(key)]).size === a.length;
}
