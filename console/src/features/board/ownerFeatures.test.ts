import { expect, test } from 'vitest';
import type { CrewFields } from '../../sync/kinds.ts';
import type { Schema } from '../../source/contract.ts';
import { gapsOf, ownerFeatures } from './ownerFeatures.ts';

const crew = (call_sign: string, grid_code: string, duty: CrewFields['duty']) =>
  ({ call_sign, grid_code, duty }) as CrewFields;
const areas = {
  features: ['11', '12'].map((code) => ({
    type: 'Feature',
    properties: { kind: 'grid', code, parent_code: null, org_code: '', name_zh: `网格${code}`, name_en: `Grid ${code}` },
    geometry: { type: 'Polygon', coordinates: [[[0, 0], [2, 0], [2, 4], [0, 0]]] },
  })),
} as unknown as Schema<'AreaCollection'>;
const zh = (name: string) => name;

test('a grid whose crews are all off duty is a gap', () => {
  const crews = [crew('巡1', '11', 'on_duty'), crew('巡2', '11', 'on_duty'), crew('巡3', '12', 'off_duty')];
  const shape = ownerFeatures(areas, crews, zh, '无人在岗');
  expect(shape.features.map((one) => one.properties)).toEqual([
    { gap: false },
    { gap: false, label: '网格11\n巡1 巡2' },
    { gap: true },
    { gap: true, label: '网格12\n无人在岗' },
  ]);
  expect(gapsOf(shape)).toBe(1);
});

test('many crews are counted, not all named', () => {
  const many = Array.from({ length: 5 }, (_, index) => crew(`C${index}`, '11', 'on_duty'));
  expect(ownerFeatures(areas, many, zh, '').features[1]?.properties?.['label']).toBe('网格11\nC0 C1 +3');
});
