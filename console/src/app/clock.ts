/** The hall's time: this machine's clock may be wrong, the feed tells by how much. */
import { useSyncExternalStore } from 'react';

let offsetMs = 0;
let isKnown = false;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** A message of the hall came that was written at this moment. */
export function hearHallTime(at: string): void {
  const offset = Date.parse(at) - Date.now();
  if (Number.isNaN(offset)) return;
  // Messages only ever arrive late: the largest offset is the truest, but a clock that was set must be followed.
  if (!isKnown || offset > offsetMs || offset < offsetMs - 2_000) offsetMs = offset;
  isKnown = true;
}

/** Milliseconds of the hall's clock. */
export function hallNow(): number {
  return Date.now() + offsetMs;
}

function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = hallNow();
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The hall's time, drawn anew every second. */
export function useNow(): number {
  return useSyncExternalStore(onSecond, () => {
    if (listeners.size === 0) now = hallNow();
    return now;
  });
}
