/** The code table of classes. */
import { source } from '../app/hall.ts';
import type { Language } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';
import { referenceTable } from './referenceTable.ts';

export type IncidentClass = Schema<'IncidentClass'>;

const table = referenceTable<IncidentClass>(() => source.get('/api/incidents/classes'));
export const useClasses = table.use;

/** The name of a class; its code when the table has not come. */
export function classNameOf(code: string, lang: Language): string {
  const found = table.find(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}

/** The name of a class, drawn anew when the table comes. */
export function useClassName(code: string, lang: Language): string {
  useClasses();
  return classNameOf(code, lang);
}
