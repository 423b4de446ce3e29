/** The draft of a sheet: kept through a reload and a refusal, until it is published or given up. */
import { useState } from 'react';
import { isSame, type Body, type SheetKind } from './draft.ts';

export interface Held {
  /** The version it was made from. */
  readonly base: number;
  readonly body: Body;
}

const PREFIX = 'yyl.sheet.';

function read(kind: SheetKind): Held | null {
  try {
    const text = sessionStorage.getItem(PREFIX + kind);
    return text === null ? null : (JSON.parse(text) as Held);
  } catch {
    return null;
  }
}

/** Whether there is a draft that was not published yet. */
export function hasDraft(kind: SheetKind): boolean {
  return read(kind) !== null;
}

/** null: nothing was changed. */
export function useDraft(kind: SheetKind): readonly [Held | null, (next: Held | null, present: Body) => void] {
  const [held, setHeld] = useState(() => read(kind));
  function keep(next: Held | null, present: Body): void {
    const kept = next === null || isSame(next.body, present) ? null : next;
    setHeld(kept);
    try {
      if (kept === null) sessionStorage.removeItem(PREFIX + kind);
      else sessionStorage.setItem(PREFIX + kind, JSON.stringify(kept));
    } catch {
      // A full shelf: the draft lives as long as the page does.
    }
  }
  return [held, keep];
}
