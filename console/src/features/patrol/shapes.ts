/** Points of patrols, and the way between them, as features of the map. Pure. */
import type { Of } from '../../sync/kinds.ts';
import { RUNNING, type Progress } from './progress.ts';

export type Line = readonly (readonly [lon: number, lat: number])[];

interface Place {
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
  readonly state: 'open' | 'next' | 'done' | 'missed';
}

export function shapesOf(places: readonly Place[], lines: readonly Line[]): GeoJSON.FeatureCollection {
  const ways = lines
    .filter((line) => line.length > 1)
    .map((line): GeoJSON.Feature => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line.map(([lon, lat]) => [lon, lat]) },
      properties: {},
    }));
  const points = places.map(({ lon, lat, label, state }): GeoJSON.Feature => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { label, state },
  }));
  return { type: 'FeatureCollection', features: [...ways, ...points] };
}

function stateOf(point: Of<'patrol_point'>, { patrol, next }: Progress): Place['state'] {
  if (point.done_at !== null) return 'done';
  if (!RUNNING.has(patrol.state)) return 'missed';
  return patrol.state !== 'planned' && point.id === next?.id ? 'next' : 'open';
}

/** The points of some patrols as they stand, and the lines that are known. */
export function patrolShapes(all: readonly Progress[], lines: readonly Line[]): GeoJSON.FeatureCollection {
  const places = all.flatMap((one) =>
    one.points.map((point) => ({
      lon: point.lon,
      lat: point.lat,
      label: `${point.number} ${point.title}`,
      state: stateOf(point, one),
    })),
  );
  return shapesOf(places, lines);
}
