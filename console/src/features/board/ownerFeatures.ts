/** Grids with the crews on duty in them: a grid without any is a gap, and says so. Pure. */
import type { Schema } from '../../source/contract.ts';
import type { CrewFields } from '../../sync/kinds.ts';

/** More call signs than these would cover the grid. */
const MOST_NAMED = 3;

export function ownerFeatures(
  areas: Schema<'AreaCollection'>,
  crews: readonly CrewFields[],
  name: (zh: string, en: string) => string,
  nobody: string,
): GeoJSON.FeatureCollection {
  const owners = new Map<string, string[]>();
  for (const crew of crews) {
    if (crew.duty !== 'on_duty') continue;
    const named = owners.get(crew.grid_code);
    if (named === undefined) owners.set(crew.grid_code, [crew.call_sign]);
    else named.push(crew.call_sign);
  }
  const features = areas.features.map((area): GeoJSON.Feature => {
    const { code, name_zh: zh, name_en: en } = area.properties;
    const named = owners.get(code) ?? [];
    const more = named.length > MOST_NAMED ? ` +${named.length - MOST_NAMED}` : '';
    const who = named.length === 0 ? nobody : named.slice(0, MOST_NAMED).join(' ') + more;
    const geometry = area.geometry as unknown as GeoJSON.Geometry;
    return { type: 'Feature', geometry, properties: { gap: named.length === 0, label: `${name(zh, en)}\n${who}` } };
  });
  return { type: 'FeatureCollection', features };
}

export function gapsOf(shape: GeoJSON.FeatureCollection): number {
  return shape.features.filter((one) => one.properties?.['gap'] === true).length;
}
