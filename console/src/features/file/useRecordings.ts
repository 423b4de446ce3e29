/** The recordings of an incident, asked again when a fact of it arrived. */
import { useCallback, useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { noteRefusal } from '../../app/session.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { Recording } from './recording.ts';

export interface Recordings {
  readonly list: readonly Recording[];
  readonly isLoading: boolean;
  readonly trouble: Sentence | null;
  readonly again: () => void;
}

/** `facts`: how many facts of recordings the timeline has; another number asks anew. */
export function useRecordings(incidentId: string, isAllowed: boolean, facts: number): Recordings {
  const [list, setList] = useState<readonly Recording[]>([]);
  const [isLoading, setLoading] = useState(isAllowed);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);

  useEffect(() => {
    if (!isAllowed) return;
    let isOld = false;
    source
      .get('/api/evidence/recordings', {}, { subject: incidentId })
      .then((found) => {
        if (isOld) return;
        setList(found);
        setTrouble(null);
      })
      .catch((error: unknown) => {
        if (!isOld) setTrouble(sentenceOf(error));
        noteRefusal(error);
      })
      .finally(() => {
        if (!isOld) setLoading(false);
      });
    return () => {
      isOld = true;
    };
  }, [incidentId, isAllowed, facts, round]);

  return { list, isLoading, trouble, again };
}
