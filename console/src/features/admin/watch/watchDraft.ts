/** An entry of a watch list while it is written. Days are those of Asia/Shanghai; an entry ends with its day. Pure. */
import type { Schema } from '../../../source/contract.ts';
import { dayOf } from '../../../ui/time.ts';

export type WatchEntry = Schema<'WatchEntry'>;
export type WatchKind = WatchEntry['kind'];
export const WATCH_KINDS: readonly WatchKind[] = ['number', 'person', 'vehicle', 'address'];
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 365;
const SOON_DAYS = 7;

export function endOf(day: string): string {
  return `${day}T23:59:59+08:00`;
}

/** The last day that may be chosen, in milliseconds of some moment in it. */
export function latest(nowMs: number): number {
  return nowMs + LONGEST_DAYS * DAY_MS;
}

/** How the list is read: what ends soonest comes first. */
export function bySoonest(entries: readonly WatchEntry[]): readonly WatchEntry[] {
  return [...entries].sort((one, other) => Date.parse(one.until) - Date.parse(other.until));
}

export function endsSoon(entry: WatchEntry, nowMs: number): boolean {
  return Date.parse(entry.until) - nowMs < SOON_DAYS * DAY_MS;
}

export function daysLeft(entry: WatchEntry, nowMs: number): number {
  return Math.max(0, Math.floor((Date.parse(entry.until) - nowMs) / DAY_MS));
}

export function isFound(entry: WatchEntry, words: string): boolean {
  const text = words.trim().toLowerCase();
  const held = [entry.masked, entry.reason, entry.authority, entry.put_by_name, entry.owner_name ?? ''];
  return text === '' || held.some((one) => one.toLowerCase().includes(text));
}

export interface WatchDraft {
  readonly kind: WatchKind;
  readonly value: string;
  readonly reason: string;
  readonly authority: string;
  readonly day: string;
  readonly owner: string;
}

export const NEW_WATCH: WatchDraft = { kind: 'number', value: '', reason: '', authority: '', day: '', owner: '' };

export function draftOf(entry: WatchEntry): WatchDraft {
  return { kind: entry.kind, value: '', reason: entry.reason, authority: entry.authority, day: dayOf(entry.until), owner: entry.owner_name ?? '' };
}

/** What of an entry is sent as changed: fields that stay are left out; null: nothing was changed. */
export function amendmentOf(entry: WatchEntry, draft: WatchDraft): Schema<'WatchAmendBody'> | null {
  const held = draftOf(entry);
  const reason = draft.reason.trim();
  const authority = draft.authority.trim();
  const owner = draft.owner.trim();
  const changed = {
    ...(reason === held.reason ? {} : { reason }),
    ...(authority === held.authority ? {} : { authority }),
    ...(draft.day === held.day ? {} : { until: endOf(draft.day) }),
    ...(owner === held.owner ? {} : { owner_name: owner }),
  };
  return Object.keys(changed).length === 0 ? null : changed;
}

/** An entry as it is once a draft was saved. */
export function amended(entry: WatchEntry, draft: WatchDraft): WatchEntry {
  const until = draft.day === dayOf(entry.until) ? entry.until : endOf(draft.day);
  return { ...entry, reason: draft.reason.trim(), authority: draft.authority.trim(), until, owner_name: draft.owner.trim() || null };
}
