/** The organisation tree. */
import { source } from '../app/hall.ts';
import type { Language } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';
import { referenceTable } from './referenceTable.ts';

export type Organisation = Schema<'OrganisationNode'>;

const table = referenceTable<Organisation>(() => source.get('/api/agencies/organisations'));
export const useOrganisations = table.use;

/** The name of an organisation; its code when the tree has not come. */
export function orgName(code: string | null, lang: Language): string {
  if (code === null) return '';
  const found = table.find(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}
