/** The live transcript of the call in hand, and taking its words into the narrative. */
import { useMemo } from 'react';
import { useList, useOne } from '../../app/hall.ts';
import { linesOf, openLines, wordsOf, type HeardLine } from '../../panels/form/heard.ts';
import type { Leg, Of } from '../../sync/kinds.ts';
import type { Call } from './useCall.ts';

export interface Heard {
  /** All parties' lines, in order. */
  readonly lines: readonly HeardLine[];
  readonly legs: readonly Leg[];
  /** Ids of the caller's lines that are not in the narrative. */
  readonly open: ReadonlySet<string>;
  /** Their words; "": nothing new. */
  readonly words: string;
  /** Put those words behind what was typed. */
  readonly take: () => void;
}

const NO_LEGS: readonly Leg[] = [];

export function useHeard(contact: Of<'contact'>, call: Call): Heard {
  const all = useList('heard');
  const legs = useOne('call', contact.id)?.legs ?? NO_LEGS;
  const { heardTo } = call.draft;
  const lines = useMemo(() => linesOf(contact.id, all), [contact.id, all]);
  const fresh = useMemo(() => openLines(lines, legs, heardTo), [lines, legs, heardTo]);
  const open = useMemo(() => new Set(fresh.map((one) => one.id)), [fresh]);
  const words = useMemo(() => wordsOf(fresh), [fresh]);
  function take(): void {
    const last = fresh.at(-1);
    if (last === undefined) return;
    const before = call.draft.narrative.trimEnd();
    call.change({ narrative: before === '' ? words : `${before}\n${words}`, heardTo: last.id });
  }
  return { lines, legs, open, words, take };
}
