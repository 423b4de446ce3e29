/** Names of counties, stations' areas and grids. */
import { source } from '../app/hall.ts';
import type { Language } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';
import { referenceTable } from './referenceTable.ts';

const table = referenceTable<Schema<'AreaProperties'>>(() => source.get('/api/places/area-names'));
export const useAreas = table.use;

/** The name of an area; its code when it has none, or when the names have not come. */
export function areaName(code: string | null, lang: Language): string {
  if (code === null) return '';
  const found = table.find(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}
