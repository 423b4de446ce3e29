/** Published turns of now, asked for every minute and whenever a roster was published. */
import { useEffect, useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import type { Span } from './week.ts';

const EVERY_MS = 60_000;

/** Turns that run at this moment; null until they are known. */
export function useTurns(): readonly Span[] | null {
  const [turns, setTurns] = useState<readonly Span[] | null>(null);
  const editions = useList('roster').map((one) => `${one.id} ${one.edition}`).join();
  useEffect(() => {
    let isGone = false;
    const ask = () => {
      const now = Date.now();
      const query = { since: new Date(now).toISOString(), until: new Date(now + 1).toISOString() };
      source.get('/api/force/turns', {}, query).then(
        (found) => isGone || setTurns(found),
        // What was known stays; the bar says when the line is gone.
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [editions]);
  return turns;
}

/** Who is planned for the hall's seats now, by account. */
export function plannedSeats(turns: readonly Span[] | null): readonly Span[] {
  return (turns ?? []).filter((one) => one.place_code === 'hall');
}
