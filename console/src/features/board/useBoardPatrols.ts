/** Points of the patrols that run, and the way of the chosen crew's, for the board's map; null while the layer is off. */
import { useMemo } from 'react';
import { RUNNING } from '../patrol/progress.ts';
import { patrolShapes } from '../patrol/shapes.ts';
import { usePatrolLine, usePatrols } from '../patrol/usePatrols.ts';

export function useBoardPatrols(isShown: boolean, crew: string | null): GeoJSON.FeatureCollection | null {
  const { all } = usePatrols();
  const own = crew === null ? undefined : all.find((one) => one.patrol.crew_id === crew && RUNNING.has(one.patrol.state));
  const line = usePatrolLine(own?.patrol.id ?? null);
  return useMemo(() => {
    // A chosen crew's patrol is shown whether the layer is on or not: that is what one chose it for.
    if (!isShown && own === undefined) return null;
    const running = all.filter((one) => (isShown ? RUNNING.has(one.patrol.state) : one === own));
    return patrolShapes(running, [line]);
  }, [all, isShown, own, line]);
}
