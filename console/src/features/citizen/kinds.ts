/** The kinds of the big buttons: what is written into the report is Chinese, whatever the page speaks. Pure. */
import { catalogue } from '../../i18n/catalogue.ts';

export const KINDS = ['fight', 'theft', 'fraud', 'accident', 'dispute', 'missing', 'danger', 'help'] as const;
export type ReportKind = (typeof KINDS)[number];

/** The word the hall reads for a kind; the reader's own beside it when it is another. */
export function kindWords(kind: ReportKind, lang: 'zh' | 'en'): string {
  const [zh, en] = catalogue[`kind.${kind}`];
  return lang === 'zh' ? zh : `${zh} (${en})`;
}

/** The report's text: the kind first, then the words. */
export function textWith(kind: ReportKind | null, text: string, lang: 'zh' | 'en'): string {
  const words = text.trim();
  if (kind === null) return words;
  const said = kindWords(kind, lang);
  return words === '' ? said : `${said}\n${words}`;
}
