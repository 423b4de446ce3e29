/** Whether many incidents wait, and what the hall would do about all of them; asked again while some wait. */
import { useCallback, useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Schema } from '../../source/contract.ts';

export type SurgeView = Schema<'SurgeView'>;
export type SurgePlan = Schema<'SurgePlan'>;
/** A proposal as the hall keeps it, to accept of it. */
export type KeptSurge = Schema<'SurgeReply'>;
export type SurgeLine = SurgePlan['lines'][number];
const AGAIN_MS = 10_000;

export interface SurgeNow {
  readonly view: SurgeView | null;
  readonly again: () => void;
}

/** Nothing is asked while it is not wanted. */
export function useSurge(isWanted: boolean): SurgeNow {
  const [view, setView] = useState<SurgeView | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOld = false;
    source
      .get('/api/dispatch/surge')
      .then((found) => !isOld && setView(found))
      // What cannot be asked now is asked again soon; one by one goes on meanwhile.
      .catch(() => !isOld && setView(null));
    const timer = setTimeout(() => setRound((n) => n + 1), AGAIN_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [isWanted, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  return { view: isWanted ? view : null, again };
}
