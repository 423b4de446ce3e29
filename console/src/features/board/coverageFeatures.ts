/** Grids with the share of their demand that is covered, as the map draws them. Pure. */
import type { Schema } from '../../source/contract.ts';

/** From this share on a grid is covered: it is not named. */
const COVERED = 0.995;

export function coverageFeatures(
  areas: Schema<'AreaCollection'>,
  shares: Readonly<Record<string, number>>,
): GeoJSON.FeatureCollection {
  const features = areas.features.flatMap((area): GeoJSON.Feature[] => {
    const share = shares[area.properties.code];
    if (share === undefined) return [];
    const label = share >= COVERED ? '' : `${Math.round(share * 100)}%`;
    const geometry = area.geometry as unknown as GeoJSON.Geometry;
    return [{ type: 'Feature', geometry, properties: { code: area.properties.code, share, label } }];
  });
  return { type: 'FeatureCollection', features };
}
