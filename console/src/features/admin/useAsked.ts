/** What the hall answers to a question, asked again when an administrator changed a table. */
import { useCallback, useEffect, useState } from 'react';
import { onReference } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Sentence } from '../../source/refusal.ts';

export interface Asked<T> {
  readonly answer: T | null;
  readonly trouble: Sentence | null;
  readonly again: () => void;
}

/** `ask` must stay the same function as long as the question does. */
export function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const [answer, setAnswer] = useState<T | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useEffect(() => onReference(again), [again]);
  useEffect(() => {
    let isOld = false;
    ask().then(
      (found) => {
        if (isOld) return;
        setAnswer(found);
        setTrouble(null);
      },
      (error: unknown) => {
        if (!isOld) setTrouble(sentenceOf(error));
      },
    );
    return () => {
      isOld = true;
    };
  }, [ask, round]);
  return { answer, trouble, again };
}
