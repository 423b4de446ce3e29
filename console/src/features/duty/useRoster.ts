/** An organisation's roster: asked for when there is one, and again when somebody changed it. */
import { useCallback, useEffect, useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { Roster } from './week.ts';

export interface RosterNow {
  readonly roster: Roster | null;
  readonly trouble: Sentence | null;
  /** What a command answered: newer than what was asked for. */
  readonly put: (roster: Roster) => void;
}

export function useRoster(kind: 'crews' | 'seats', orgCode: string): RosterNow {
  const known = useList('roster').find((one) => one.kind === kind && one.org_code === orgCode);
  const [held, setHeld] = useState<Roster | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const id = known?.id;
  const version = known?.v ?? 0;
  const roster = held?.kind === kind && held.org_code === orgCode ? held : null;
  const put = useCallback((one: Roster) => {
    setHeld(one);
    setTrouble(null);
  }, []);
  const isOld = id !== undefined && (roster?.version ?? 0) < version;
  useEffect(() => {
    if (!isOld) return undefined;
    let isGone = false;
    source.get('/api/force/rosters/{roster_id}', { roster_id: id }).then(
      (found) => isGone || put(found),
      (error: unknown) => isGone || setTrouble(sentenceOf(error)),
    );
    return () => {
      isGone = true;
    };
  }, [id, isOld, version, put]);
  return { roster, trouble, put };
}
