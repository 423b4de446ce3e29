/** Grids with the crews on duty in them: a grid without any is a gap, and says so. Pure. */
import { named } from '../../map/centre.ts';
import type { Schema } from '../../source/contract.ts';
import type { CrewFields } from '../../sync/kinds.ts';

/** More call signs than these would cover the grid. */
const MOST_NAMED = 2;

export function ownerFeatures(
  areas: Schema<'AreaCollection'>,
  crews: readonly CrewFields[],
  name: (zh: string, en: string) => string,
  nobody: string,
): GeoJSON.FeatureCollection {
  const owners = new Map<string, string[]>();
  for (const crew of crews) {
    if (crew.duty !== 'on_duty') continue;
    const held = owners.get(crew.grid_code);
    if (held === undefined) owners.set(crew.grid_code, [crew.call_sign]);
    else held.push(crew.call_sign);
  }
  const features = areas.features.flatMap((area): GeoJSON.Feature[] => {
    const { code, name_zh: zh, name_en: en } = area.properties;
    const there = owners.get(code) ?? [];
    const more = there.length > MOST_NAMED ? ` +${there.length - MOST_NAMED}` : '';
    const who = there.length === 0 ? nobody : there.slice(0, MOST_NAMED).join(' ') + more;
    const geometry = area.geometry as unknown as GeoJSON.Geometry;
    return named(geometry, { gap: there.length === 0 }, `${name(zh, en)}\n${who}`);
  });
  return { type: 'FeatureCollection', features };
}

export function gapsOf(shape: GeoJSON.FeatureCollection): number {
  return areasOf(shape).filter((one) => one.properties?.['gap'] === true).length;
}

/** The grids without the points that name them. */
export function areasOf(shape: GeoJSON.FeatureCollection): readonly GeoJSON.Feature[] {
  return shape.features.filter((one) => one.geometry.type !== 'Point');
}
