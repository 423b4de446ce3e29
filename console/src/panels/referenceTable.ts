/** A table everybody reads: asked once, again when it changes, and again soon when the hall did not answer. */
import { useSyncExternalStore } from 'react';
import { onReference } from '../app/hall.ts';
import { namesCame } from '../i18n/index.ts';

const AGAIN_MS = 3_000;

export interface ReferenceTable<T> {
  readonly use: () => readonly T[];
  /** Have it, outside of what is drawn; gives the way to stop. */
  readonly follow: (listener: () => void) => () => void;
  readonly find: (code: string) => T | undefined;
}

export function referenceTable<T extends { readonly code: string }>(read: () => Promise<readonly T[]>): ReferenceTable<T> {
  let rows: readonly T[] = [];
  let byCode = new Map<string, T>();
  let isAsked = false;
  const listeners = new Set<() => void>();

  async function ask(): Promise<void> {
    if (isAsked) return;
    isAsked = true;
    try {
      rows = await read();
      byCode = new Map(rows.map((one) => [one.code, one]));
      for (const listener of listeners) listener();
      namesCame();
    } catch {
      isAsked = false;
      setTimeout(() => void ask(), AGAIN_MS);
    }
  }
  // An administrator changed it: what is shown follows without a reload.
  onReference(() => {
    if (!isAsked) return;
    isAsked = false;
    void ask();
  });
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    void ask();
    return () => listeners.delete(listener);
  }
  return { use: () => useSyncExternalStore(subscribe, () => rows), follow: subscribe, find: (code) => byCode.get(code) };
}
