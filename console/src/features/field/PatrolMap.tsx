/** The patrol's way and points, and where the crew is. */
import { useMemo } from 'react';
import MapView from '../../map/MapView.tsx';
import type { Progress } from '../patrol/progress.ts';
import { patrolShapes } from '../patrol/shapes.ts';
import { usePatrolLine } from '../patrol/usePatrols.ts';

export default function PatrolMap({ progress }: { progress: Progress }) {
  const line = usePatrolLine(progress.patrol.id);
  const shapes = useMemo(() => patrolShapes([progress], [line]), [progress, line]);
  const places = progress.points.map(({ lon, lat }) => `${lon},${lat}`).join(' ');
  const fit = useMemo(
    () => places.split(' ').map((one) => ({ lon: Number(one.split(',')[0]), lat: Number(one.split(',')[1]) })),
    [places],
  );
  return <MapView hall patrols={shapes} fit={fit} chosen={progress.patrol.crew_id} />;
}
