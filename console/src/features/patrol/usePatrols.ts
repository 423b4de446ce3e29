/** Patrols in sight with their points, and the way of a chosen one. */
import { useEffect, useMemo, useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { source, useList } from '../../app/hall.ts';
import { ordered, progressOf, type Progress } from './progress.ts';
import type { Line } from './shapes.ts';

const AGAIN_MS = 30_000;

/** Now, again and again: what is late becomes so without a message. */
function useNow(): number {
  const [now, setNow] = useState(hallNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(hallNow()), AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export interface Patrols {
  readonly all: readonly Progress[];
  readonly now: number;
}

export function usePatrols(orgCode = ''): Patrols {
  const patrols = useList('patrol');
  const points = useList('patrol_point');
  const now = useNow();
  const all = useMemo(() => {
    const found = patrols.filter((one) => orgCode === '' || one.org_code === orgCode);
    return ordered(found.map((one) => progressOf(one, points)), now);
  }, [patrols, points, orgCode, now]);
  return { all, now };
}

/** The way a patrol takes; empty until it is known. */
export function usePatrolLine(patrolId: string | null): Line {
  const [line, setLine] = useState<Line>([]);
  useEffect(() => {
    setLine([]);
    if (patrolId === null) return undefined;
    let isOld = false;
    source
      .get('/api/field/patrols/{patrol_id}', { patrol_id: patrolId })
      .then((view) => {
        if (!isOld) setLine(view.line as unknown as Line);
      })
      // Without a network the points stand alone.
      .catch(() => undefined);
    return () => {
      isOld = true;
    };
  }, [patrolId]);
  return line;
}
