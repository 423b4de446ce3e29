/** Whether there are crews and none has said where it is: after a while, for positions come a moment after the crews. */
import { useEffect, useState } from 'react';
import { listOf, store, usePositionsRevision } from '../../app/hall.ts';

const PATIENCE_MS = 8_000;

export function useAreCrewsUnplaced(): boolean {
  usePositionsRevision();
  const [isPatient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return !isPatient && store.positions.size === 0 && listOf(store, 'crew').length > 0;
}
