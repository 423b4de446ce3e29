/** The hall as the pages use it: one source, one store, one line, for whoever is signed in. */
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { Commands } from '../source/commands.ts';
import type { Following, Source } from '../source/contract.ts';
import { sessionShelf } from '../source/keys.ts';
import { live } from '../source/live.ts';
import type { FactMessage, LinkState } from '../sync/messages.ts';
import { forgettable } from '../sync/ended.ts';
import { findOf, listOf, WHOLE, type KindName, type Of } from '../sync/kinds.ts';
import { Store, type Moved } from '../sync/store.ts';
import { hearHallTime } from './clock.ts';

export const source: Source = live;
export const store = new Store(WHOLE);
export const commands = new Commands(source, sessionShelf());

let link: LinkState = 'connecting';
let following: Following | null = null;
let looking: readonly string[] = [];
let forgetting: ReturnType<typeof setInterval> | undefined;
const FORGET_EVERY_MS = 30_000;
const linkListeners = new Set<() => void>();
const factListeners = new Set<(facts: readonly FactMessage[]) => void>();

store.listen((moved) => {
  if (moved.facts.length > 0) for (const listener of factListeners) listener(moved.facts);
});

/** Open the line; `signedOut` is called when the hall no longer knows us. */
export function openHall(signedOut: () => void): void {
  if (following !== null) return;
  following = source.follow({
    messages: (messages) => {
      const last = messages.at(-1);
      if (last !== undefined && 'at' in last) hearHallTime(last.at);
      store.take(messages);
    },
    state: (state) => {
      link = state;
      for (const listener of linkListeners) listener();
      if (state === 'signed_out') signedOut();
    },
  });
  if (looking.length > 0) following.look(looking);
  forgetting = setInterval(() => store.forget(forgettable(store, new Set(looking))), FORGET_EVERY_MS);
}

/** What this screen shows now. */
export function tellLooking(subjects: readonly string[]): void {
  looking = subjects;
  following?.look(subjects);
}

export function closeHall(): void {
  following?.stop();
  following = null;
  clearInterval(forgetting);
  link = 'connecting';
  store.take([{ type: 'snapshot', cursor: 0, at: new Date().toISOString(), entities: [] }]);
  store.hasSnapshot = false;
}

function onLink(listener: () => void): () => void {
  linkListeners.add(listener);
  return () => linkListeners.delete(listener);
}

/** How the line stands. */
export function useLink(): LinkState {
  return useSyncExternalStore(onLink, () => link);
}

/** Hear of facts as they happen; gives the way to stop. */
export function onFacts(listener: (facts: readonly FactMessage[]) => void): () => void {
  factListeners.add(listener);
  return () => factListeners.delete(listener);
}

export function onMoved(listener: (moved: Moved) => void): () => void {
  return store.listen(listener);
}

/** Whether the first picture has come. */
export function useHasSnapshot(): boolean {
  return useSyncExternalStore((listener) => store.listen(listener), () => store.hasSnapshot);
}

/** All entities of a kind in sight. */
export function useList<K extends KindName>(kind: K): readonly Of<K>[] {
  const subscribe = useCallback(
    (listener: () => void) => store.listen((moved) => moved.kinds.has(kind) && listener()),
    [kind],
  );
  return useSyncExternalStore(subscribe, () => listOf(store, kind));
}

/**
 * Drawn anew when entities of these kinds moved, at most once in so many milliseconds: for long lists, which nobody
 * reads faster. Read the lists with `listOf`; one in which nothing moved is the same array.
 */
export function useMovedEvery(kinds: readonly KindName[], everyMs: number): void {
  const revision = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      let at = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tell = () => {
        timer = undefined;
        at = performance.now();
        revision.current += 1;
        listener();
      };
      const stop = store.listen((moved) => {
        if (timer !== undefined || !kinds.some((kind) => moved.kinds.has(kind))) return;
        const wait = at + everyMs - performance.now();
        if (wait <= 0 || moved.whole) tell();
        else timer = setTimeout(tell, wait);
      });
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
    [kinds, everyMs],
  );
  useSyncExternalStore(subscribe, () => revision.current);
}

/** One entity in sight. */
export function useOne<K extends KindName>(kind: K, id: string | null | undefined): Of<K> | undefined {
  const subscribe = useCallback(
    (listener: () => void) => store.listen((moved) => moved.kinds.has(kind) && listener()),
    [kind],
  );
  return useSyncExternalStore(subscribe, () => (id ? findOf(store, kind, id) : undefined));
}

/** Positions of crews, at most once in `everyMs`: for lists, not for the map, which reads the store itself. */
export function usePositionsRevision(everyMs = 2_000): number {
  const revision = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) => {
      let at = 0;
      return store.listen((moved) => {
        if (!moved.positions || Date.now() - at < everyMs) return;
        at = Date.now();
        revision.current += 1;
        listener();
      });
    },
    [everyMs],
  );
  return useSyncExternalStore(subscribe, () => revision.current);
}

/** Call when tables that everybody reads (organisations, classes, settings) changed; gives the way to stop. */
export function onReference(listener: () => void): () => void {
  return store.listen((moved) => moved.reference && listener());
}

export { findOf, listOf };
