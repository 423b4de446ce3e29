/** The table of force types. */
import { source } from '../app/hall.ts';
import type { Language } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';
import { referenceTable } from './referenceTable.ts';

export type ForceType = Schema<'ForceType'>;

const table = referenceTable<ForceType>(() => source.get('/api/dispatch/forces'));
export const useForces = table.use;

/** The name of a kind of force; its code when the table has not come. */
export function forceNameOf(code: string, lang: Language): string {
  const found = table.find(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}
