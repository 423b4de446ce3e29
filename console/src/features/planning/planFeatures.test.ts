import { expect, test } from 'vitest';
import { cornersOf, planFeatures } from './planFeatures.ts';

const at = (lon: number, lat: number, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties,
});
const drawing: GeoJSON.FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    at(1, 2, { kind: 'post_today', number: 1, within_share: 0.5 }),
    at(3, 4, { kind: 'post_proposed', number: 12, within_share: 0.9 }),
    {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [[[0, 0], [9, 0], [9, 8], [0, 0]]] },
      properties: { kind: 'grid_today', code: '11', name_zh: '网格', name_en: 'Grid', within_share: 0.7 },
    },
  ],
};
const en = (_: string, name: string) => name;

test('each side is shown by itself, or both', () => {
  const shown = (side: 'today' | 'proposal' | 'both') => planFeatures(drawing, side, 'P012', en).features;
  expect(shown('today').map((one): unknown => one.properties?.['label'])).toEqual(['T001', undefined, 'Grid']);
  expect(shown('proposal').map((one) => one.properties)).toEqual([
    { when: 'proposal', share: 0.9, chosen: true, label: 'P012' },
  ]);
  expect(shown('both')).toHaveLength(3);
});

test('the corners hold everything', () => {
  expect(cornersOf(drawing)).toEqual([
    { lon: 0, lat: 0 },
    { lon: 9, lat: 8 },
  ]);
  expect(cornersOf({ type: 'FeatureCollection', features: [] })).toEqual([]);
});
