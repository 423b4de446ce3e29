/** A report not sent yet: it survives reload, a closed page and a lost network. Photos lie in IndexedDB. */
import type { Schema } from '../../source/contract.ts';
import { textWith, type ReportKind } from './kinds.ts';

export interface Draft {
  readonly kind: ReportKind | null;
  readonly text: string;
  readonly placeText: string;
  readonly name: string;
  readonly phone: string;
  readonly position: Schema<'ReportPosition'> | null;
  readonly isSilent: boolean;
  /** The code of the door-plate that was scanned, genuine or not: the hall judges it. */
  readonly plate: string | null;
  /** The person pressed "send": it goes out as soon as there is a network. */
  readonly isSending: boolean;
}

export const EMPTY_DRAFT: Draft = {
  kind: null,
  text: '',
  placeText: '',
  name: '',
  phone: '',
  position: null,
  isSilent: false,
  plate: null,
  isSending: false,
};

const STORED = 'yyl.report.draft';
const SENT = 'yyl.report.sent';

export function readDraft(): Draft {
  try {
    const text = localStorage.getItem(STORED);
    return text === null ? EMPTY_DRAFT : { ...EMPTY_DRAFT, ...(JSON.parse(text) as Partial<Draft>) };
  } catch {
    return EMPTY_DRAFT;
  }
}

export function keepDraft(draft: Draft): void {
  localStorage.setItem(STORED, JSON.stringify(draft));
}

export function dropDraft(): void {
  localStorage.removeItem(STORED);
}

/** The body the hall takes; empty fields are left out. */
export function bodyOf(draft: Draft, photos: readonly string[], lang: 'zh' | 'en' = 'zh'): Schema<'ReportBody'> {
  const word = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    text: word(textWith(draft.kind, draft.text, lang)),
    place_text: word(draft.placeText),
    name: word(draft.name),
    phone: word(draft.phone),
    position: draft.position,
    is_silent: draft.isSilent,
    plate: draft.plate,
    photos,
  };
}

export function isEmpty(draft: Draft, photoCount: number): boolean {
  return draft.kind === null && !draft.text.trim() && !draft.placeText.trim() && draft.position === null && photoCount === 0 && !draft.isSilent;
}

/** The newest report sent from this phone, so that its page is found again. */
export interface SentReport {
  readonly number: string;
  readonly token: string;
  readonly at: number;
}

export function noteSent(sent: SentReport): void {
  localStorage.setItem(SENT, JSON.stringify(sent));
}

export function lastSent(): SentReport | null {
  try {
    const text = localStorage.getItem(SENT);
    return text === null ? null : (JSON.parse(text) as SentReport);
  } catch {
    return null;
  }
}
