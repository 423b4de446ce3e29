/** The crews for an incident, ranked by the hall from where they are now; asked again while it waits. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { source } from '../app/hall.ts';
import { sentenceOf } from '../app/useAction.ts';
import type { Schema } from '../source/contract.ts';
import type { Sentence } from '../source/refusal.ts';

export type Ranking = Schema<'Ranking'>;
const AGAIN_MS = 12_000;

export interface RankingNow {
  readonly ranking: Ranking | null;
  readonly trouble: Sentence | null;
  readonly isAsking: boolean;
  readonly again: () => void;
}

/** With `isWaiting` it is asked again and again: crews move. */
export function useRanking(incidentId: string | null, isWaiting: boolean): RankingNow {
  const [ranking, setRanking] = useState<Ranking | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [round, setRound] = useState(0);

  useEffect(() => {
    setRanking(null);
    setTrouble(null);
  }, [incidentId]);

  useEffect(() => {
    if (incidentId === null) return undefined;
    let isOld = false;
    setAsking(true);
    source
      .get('/api/dispatch/incidents/{incident_id}/ranking', { incident_id: incidentId })
      .then((found) => {
        if (isOld) return;
        setRanking(found);
        setTrouble(null);
      })
      .catch((error: unknown) => {
        if (!isOld) setTrouble(sentenceOf(error));
      })
      .finally(() => {
        if (!isOld) setAsking(false);
      });
    const timer = isWaiting ? setTimeout(() => setRound((n) => n + 1), AGAIN_MS) : undefined;
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [incidentId, isWaiting, round]);

  const again = useCallback(() => setRound((n) => n + 1), []);
  return useMemo(() => ({ ranking, trouble, isAsking, again }), [ranking, trouble, isAsking, again]);
}
