import { describe, expect, it } from 'vitest';
import type { Schema } from '../../source/contract.ts';
import { coverageFeatures } from './coverageFeatures.ts';

const area = (code: string) => ({
  type: 'Feature',
  properties: { kind: 'grid', code, parent_code: null, org_code: 'S', name_zh: code, name_en: code },
  geometry: { type: 'Polygon', coordinates: [] },
});
const areas = { type: 'FeatureCollection', features: ['G1', 'G2', 'G3'].map(area) } as unknown as Schema<'AreaCollection'>;

describe('coverage on the map', () => {
  it('names what is not covered, and leaves out what is not in sight', () => {
    const found = coverageFeatures(areas, { G1: 1, G2: 0.824 });
    expect(found.features.map((one) => one.properties)).toEqual([
      { code: 'G1', share: 1, label: '' },
      { code: 'G2', share: 0.824, label: '82%' },
    ]);
  });
});
