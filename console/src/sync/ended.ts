/** What has ended and need not be held any longer: a board that stays open all day does not grow. Pure. */
import { listOf } from './kinds.ts';
import type { Store } from './store.ts';

/**
 * So many ended incidents, and as many ended contacts, are held: the latest. The hall itself leaves out of a snapshot
 * what ended hours ago (`SHOWN_AFTER_END` in the rooms' `feed.py`), and sends whole what comes back to work.
 */
export const MOST_ENDED = 1_000;

interface Ended {
  readonly id: string;
  readonly endedMs: number;
}

function beyond(ended: Ended[], most: number): readonly string[] {
  if (ended.length <= most) return [];
  ended.sort((a, b) => b.endedMs - a.endedMs);
  return ended.slice(most).map((one) => one.id);
}

function endedOf(
  list: readonly { readonly id: string; readonly at: string | null }[],
  isKept: (id: string) => boolean,
): Ended[] {
  const ended: Ended[] = [];
  for (const { id, at } of list) if (at !== null && !isKept(id)) ended.push({ id, endedMs: Date.parse(at) });
  return ended;
}

/** Subjects to forget, the earliest ended first let go; never one that is looked at or that something open leans on. */
export function forgettable(store: Store, looked: ReadonlySet<string>, most = MOST_ENDED): readonly string[] {
  const incidents = listOf(store, 'incident');
  const kept = new Set(looked);
  for (const seat of listOf(store, 'seat')) if (seat.contact_id !== null) kept.add(seat.contact_id);
  for (const one of listOf(store, 'withdrawal')) if (one.state === 'open') kept.add(one.contact_id);
  const open = new Set<string>();
  for (const one of incidents) if (one.closed_at === null) open.add(one.id);
  for (const one of incidents) {
    if (one.merged_into !== null && (open.has(one.merged_into) || looked.has(one.merged_into))) kept.add(one.id);
  }
  const isKept = (id: string) => kept.has(id);
  return [
    ...beyond(endedOf(incidents.map(({ id, closed_at: at }) => ({ id, at })), isKept), most),
    ...beyond(endedOf(listOf(store, 'contact').map(({ id, ended_at: at }) => ({ id, at })), isKept), most),
    ...lone(store, looked),
  ];
}

/** Ended call-outs and answers of incidents that are not held: nobody shows them. */
function lone(store: Store, looked: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  for (const one of listOf(store, 'callout'))
    if (store.find('incident', one.incident_id) === undefined) found.add(one.incident_id);
  for (const one of listOf(store, 'answers')) if (store.find('incident', one.id) === undefined) found.add(one.id);
  for (const id of looked) found.delete(id);
  return [...found];
}
