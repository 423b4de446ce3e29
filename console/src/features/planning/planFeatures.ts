/** A plan's drawing as the map takes it. Pure. */
import { named } from '../../map/centre.ts';

export type Shown = 'today' | 'proposal' | 'both';

/** Of what is shown; the chosen one (by its code, today's posts "T001") stands out. */
export function planFeatures(
  drawing: GeoJSON.FeatureCollection,
  shown: Shown,
  chosen: string | null,
  name: (zh: string, en: string) => string,
): GeoJSON.FeatureCollection {
  const features = drawing.features.flatMap((one): GeoJSON.Feature[] => {
    const said = one.properties ?? {};
    const kind = String(said['kind']);
    const when = kind.endsWith('today') ? 'today' : 'proposal';
    if (shown !== 'both' && shown !== when) return [];
    const code = codeOf(said, when);
    const label =
      typeof said['name_zh'] === 'string' ? name(said['name_zh'], String(said['name_en'] ?? '')) : code;
    // A proposed grid's post says its name; its ground need not say it again.
    const isSilent = kind === 'grid_proposed' || (shown === 'both' && kind === 'grid_today');
    // Two colours on one another would tell neither.
    const bare = shown === 'both' && kind === 'grid_today' ? { bare: true } : {};
    const share: unknown = said['within_share'];
    const properties = { when, share, chosen: code === chosen, ...bare };
    if (kind === 'grid_today' || kind === 'grid_proposed') return named(one.geometry, properties, isSilent ? '' : label);
    return [{ type: 'Feature', geometry: one.geometry, properties: { ...properties, label } }];
  });
  return { type: 'FeatureCollection', features };
}

function codeOf(said: GeoJSON.GeoJsonProperties, when: 'today' | 'proposal'): string {
  const code: unknown = said?.['code'];
  if (typeof code === 'string') return code;
  return `${when === 'today' ? 'T' : 'P'}${String(said?.['number']).padStart(3, '0')}`;
}

/** The corners of what is drawn, to bring it into view. */
export function cornersOf(drawing: GeoJSON.FeatureCollection): readonly { readonly lon: number; readonly lat: number }[] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const see = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [lon, lat] = part as unknown[];
    if (typeof lon === 'number' && typeof lat === 'number') {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    } else part.forEach(see);
  };
  for (const one of drawing.features) if ('coordinates' in one.geometry) see(one.geometry.coordinates);
  if (!Number.isFinite(box[0])) return [];
  return [
    { lon: box[0], lat: box[1] },
    { lon: box[2], lat: box[3] },
  ];
}
