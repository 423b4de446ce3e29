/** What the hall suggests for the words so far: asked on each pause, the newest answer wins. No React in here. */
import type { Language } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Answer } from '../../sync/kinds.ts';
import type { CallDraft } from './callDraft.ts';
import { suggestClasses } from './suggest.ts';
import type { Candidate } from './useCandidates.ts';

export type Suggestion = Schema<'Suggestion'>;
export type SuggestAsk = Schema<'SuggestAsk'>;

export interface ClassOffer {
  readonly code: string;
  /** 0 to 1; null: from words alone, while the hall does not answer. */
  readonly confidence: number | null;
  readonly words: readonly string[];
}

/** Asks for what is newest; an older answer never replaces a newer one. */
export class Asker {
  #asked = 0;
  #shown = 0;

  constructor(
    private readonly look: (ask: SuggestAsk) => Promise<Suggestion>,
    private readonly onFound: (found: Suggestion) => void,
    private readonly onAway: () => void,
  ) {}

  async ask(one: SuggestAsk): Promise<void> {
    const mine = ++this.#asked;
    try {
      const found = await this.look(one);
      if (mine <= this.#shown) return;
      this.#shown = mine;
      this.onFound(found);
    } catch {
      // Whoever types is not told: what the console knows by itself is shown instead.
      if (mine === this.#asked) this.onAway();
    }
  }

  /** What is under way is not wanted any more. */
  forget(): void {
    this.#shown = ++this.#asked;
  }
}

/** Classes to offer, at most three, without the one that is chosen; from words alone while the hall is away. */
export function classOffers(
  found: Suggestion | null,
  words: string,
  keywords: readonly Schema<'Keywords'>[],
  chosen: string | null,
): readonly ClassOffer[] {
  const offers: readonly ClassOffer[] =
    found === null ? suggestClasses(words, keywords).map((one) => ({ ...one, confidence: null })) : found.top3;
  return offers.filter((one) => one.code !== chosen).slice(0, 3);
}

/** Places to offer: what the contact brings, then what the words name, best first; none twice. */
export function placeOffers(own: readonly Candidate[], found: Suggestion | null, lang: Language): readonly Candidate[] {
  if (found === null || found.place_candidates.length === 0) return own;
  const suggested = found.place_candidates.map((one, index): Candidate => {
    const why = one.why.map((reason) => (lang === 'zh' ? reason.zh : reason.en)).join(lang === 'zh' ? '；' : '; ');
    const text = one.address === '' ? one.name : one.address;
    return { key: `said-${index}-${one.name}`, why: 'words', text, name: one.name, kind: null, lon: one.lon, lat: one.lat, reason: why };
  });
  const reported = own.filter((one) => one.why === 'reported');
  const seen = new Set<string>();
  return [...reported, ...suggested].filter((one) => {
    const key = `${one.lon.toFixed(5)} ${one.lat.toFixed(5)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Answers that the words give and nobody has given yet: what a person answered is never touched. */
export function openAnswers(found: Suggestion | null, draft: CallDraft): readonly Answer[] {
  if (found === null) return [];
  const given = new Set(draft.answers.map((one) => one.question));
  return found.answers.filter((one) => !given.has(one.question));
}

/** The first question that nobody has answered. */
export function nextQuestion(found: Suggestion | null, draft: CallDraft): Schema<'NextQuestion'> | null {
  const given = new Set(draft.answers.map((one) => one.question));
  return found?.questions.find((one) => !given.has(one.id)) ?? null;
}

/** How a choice stands to what was offered, for training: the first taken, another one, or none of it. */
export function verdictOf(offered: readonly string[], chosen: string): 'confirmed' | 'corrected' | 'rejected' {
  if (chosen === '') return 'rejected';
  return offered[0] === chosen ? 'confirmed' : 'corrected';
}
