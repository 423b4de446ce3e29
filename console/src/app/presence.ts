/** Who else has the same item open: telling it of this screen, and hearing it of others. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Onlooker } from '../sync/messages.ts';
import { store, tellLooking } from './hall.ts';
import { useMe } from './session.ts';

/** How many parts of this page show a subject. */
const shown = new Map<string, number>();
/** Skimming through a list tells nothing; staying does. */
const SETTLE_MS = 400;
let timer: ReturnType<typeof setTimeout> | undefined;

function tellSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => tellLooking([...shown.keys()].slice(0, 8)), SETTLE_MS);
}

function count(subject: string, by: number): void {
  const now = (shown.get(subject) ?? 0) + by;
  if (now > 0) shown.set(subject, now);
  else shown.delete(subject);
  tellSoon();
}

/** Say that this screen shows a subject as long as it does. */
export function useLooking(subject: string | null | undefined): void {
  useEffect(() => {
    if (!subject) return undefined;
    count(subject, 1);
    return () => count(subject, -1);
  }, [subject]);
}

const NOBODY: readonly Onlooker[] = [];
function subscribe(listener: () => void): () => void {
  return store.listen((moved) => moved.presence && listener());
}

/** The others who have it open. */
export function useOnlookers(subject: string | null | undefined): readonly Onlooker[] {
  const me = useMe();
  const people = useSyncExternalStore(subscribe, () => (subject ? (store.presence.get(subject) ?? NOBODY) : NOBODY));
  return useMemo(() => people.filter((one) => one.id !== me.account_id), [people, me.account_id]);
}
