/** Classes that the words speak for: suggested beside what is typed, never taken by themselves. Pure. */
import { DENIED } from '../../i18n/chinese.ts';
import type { Schema } from '../../source/contract.ts';

type Keywords = Schema<'Keywords'>;

export interface ClassHint {
  readonly code: string;
  /** The words that speak for it: the reason that is shown. */
  readonly words: readonly string[];
}

const WORD = /^[a-z]/;

function timesIn(text: string, word: string): number {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (WORD.test(word) && /[a-z]/.test(text.charAt(at - 1))) continue;
    if (!DENIED.test(text.slice(Math.max(0, at - 6), at))) found += 1;
  }
  return found;
}

/** The likeliest first: longer words say more than short ones, and what is said early more than what comes late. */
export function suggestClasses(text: string, keywords: readonly Keywords[], limit = 3): readonly ClassHint[] {
  const lower = text.toLowerCase();
  if (lower.trim() === '') return [];
  const found: { readonly hint: ClassHint; readonly score: number }[] = [];
  for (const entry of keywords) {
    const said = entry.words.filter((word) => timesIn(lower, word.toLowerCase()) > 0);
    if (said.length === 0) continue;
    const first = Math.min(...said.map((word) => lower.indexOf(word.toLowerCase())));
    const weight = said.reduce((sum, word) => sum + (WORD.test(word) ? word.length / 3 : word.length), 0);
    found.push({ hint: { code: entry.class_code, words: said }, score: weight - first / 200 });
  }
  found.sort((a, b) => b.score - a.score || (a.hint.code < b.hint.code ? -1 : 1));
  return found.slice(0, limit).map((one) => one.hint);
}
