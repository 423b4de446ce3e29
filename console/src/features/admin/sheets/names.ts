/** What an entry of a sheet is called on the screen, and what is told beside its name. */
import type { Key, Tongue } from '../../../i18n/index.ts';
import { classNameOf } from '../../../panels/classes.ts';
import type { Entry, Guide, Lexicon } from './draft.ts';

type Card = Guide['cards'][number];
type Rule = Lexicon['rules'][number];

export function nameOfEntry({ where, zh, en, value }: Entry, { t, term, pick, lang }: Tongue): string {
  const [list = ''] = where.split('.');
  if (list === 'cards') {
    const card = value as Card;
    if (card.classes.includes('')) return t('sheet.card.any');
    return pick(card.zh, card.en) || card.classes.map((one) => classNameOf(one, lang)).join(' · ') || t('sheet.unnamed');
  }
  if (list === 'keywords') return classNameOf(zh, lang) || t('sheet.unnamed');
  if (list === 'rules') return term('triage.alert', (value as Rule).kind) || t('sheet.unnamed');
  if (list === 'danger' || list === 'signs') return t(`sheet.${list}`);
  if (list === 'harmless' || list === 'fiction' || list === 'reality') return t(`sheet.exception.${list}`);
  return pick(zh, en) || t('sheet.unnamed');
}

export function besideName({ where, key, value }: Entry): string {
  const [list = ''] = where.split('.');
  if (list === 'cards') return (value as Card).classes.filter((one) => one !== '').join(' ');
  if (list === 'rows' || list === key) return '';
  return key.slice(list.length + 1);
}

/** A part of a sheet with a list of its own. */
export interface Group {
  readonly list: string;
  readonly title: Key;
  /** What a new one holds; null: there are no new ones. */
  readonly fresh: unknown;
}

const KIND = { id: '', zh: '', en: '', classes: [], words: [] };
const SERVICE = { ...KIND, department: '', how: 'transfer', text_zh: '', text_en: '' };

export const GROUPS: Readonly<Record<'cards' | 'sensitive' | 'acceptance', readonly Group[]>> = {
  cards: [
    { list: 'cards', title: 'sheet.group.cards', fresh: { classes: [], questions: [], zh: '', en: '', advice: [], also: [], stages: [] } },
    {
      list: 'questions',
      title: 'sheet.group.questions',
      fresh: { id: '', zh: '', en: '', choices: [], is_many: false, has_text: false, ask_zh: '', ask_en: '', fills: null },
    },
    { list: 'keywords', title: 'sheet.group.keywords', fresh: { class_code: '', words: [] } },
  ],
  sensitive: [
    { list: 'rules', title: 'sheet.group.rules', fresh: { id: '', kind: '', words: [], patterns: [], needs: [], unless: [], levels: ['county'] } },
    { list: 'exceptions', title: 'sheet.group.exceptions', fresh: null },
  ],
  acceptance: [
    { list: 'police', title: 'sheet.group.police', fresh: KIND },
    { list: 'service', title: 'sheet.group.service', fresh: SERVICE },
    { list: 'also', title: 'sheet.group.also', fresh: SERVICE },
    { list: 'danger', title: 'sheet.group.danger', fresh: null },
    { list: 'signs', title: 'sheet.group.signs', fresh: null },
  ],
};

/** The part of a sheet that an entry belongs to. */
export function groupOf(where: string): string {
  const [list = ''] = where.split('.');
  return list === 'harmless' || list === 'fiction' || list === 'reality' ? 'exceptions' : list;
}
