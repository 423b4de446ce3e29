/** Question cards and keywords: asked once for a session; the seat works with them without the network. */
import { useSyncExternalStore } from 'react';
import { onReference, source } from '../../app/hall.ts';
import type { Language } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Answer } from '../../sync/kinds.ts';

export type Guide = Schema<'Guide'>;
export type Question = Schema<'Question'>;
export type Card = Schema<'Card'>;
export type Stage = Schema<'Stage'>;

let guide: Guide | null = null;
let isAsked = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    guide = await source.get('/api/triage/guide');
    for (const listener of listeners) listener();
  } catch {
    isAsked = false;
    setTimeout(() => void ask(), 3_000);
  }
}

// An administrator published new cards: what is asked follows without a reload.
onReference(() => {
  if (!isAsked) return;
  isAsked = false;
  void ask();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void ask();
  return () => listeners.delete(listener);
}

export function useGuide(): Guide | null {
  return useSyncExternalStore(subscribe, () => guide);
}

/** The card of a class: the one whose beginning fits longest. Pure. */
export function cardFor(from: Guide, classCode: string | null): Card | null {
  let best: { readonly length: number; readonly card: Card | null } = { length: -1, card: null };
  for (const card of from.cards)
    for (const begin of card.classes)
      if (begin.length > best.length && (classCode ?? '').startsWith(begin)) best = { length: begin.length, card };
  return best.card;
}

/** What to ask for a class, in order. Pure. */
export function questionsFor(from: Guide, classCode: string | null): readonly Question[] {
  const byId = new Map(from.questions.map((one) => [one.id, one]));
  const asked = cardFor(from, classCode)?.questions ?? [];
  return asked.map((id) => byId.get(id)).filter((one) => one !== undefined);
}

/** The stage of guidance that holds so many minutes into a call; null: the card has none. Pure. */
export function stageAt(card: Card, minutes: number): Stage | null {
  return card.stages.findLast((one) => one.from_min <= minutes) ?? null;
}

export interface Said {
  readonly question: string;
  readonly answer: string;
  readonly isDanger: boolean;
}

/** Answers in words, in the order of the guide; what the guide does not know any more is shown by its code. */
export function saidIn(from: Guide | null, answers: readonly Answer[], lang: Language): readonly Said[] {
  return answers
    .filter((one) => one.choices.length > 0 || one.text !== '')
    .map((answer) => {
      const question = from?.questions.find((one) => one.id === answer.question);
      const chosen = answer.choices.map((id) => question?.choices.find((one) => one.id === id));
      const words = chosen.map((one, index) => (one === undefined ? answer.choices[index] : lang === 'zh' ? one.zh : one.en));
      return {
        question: question === undefined ? answer.question : lang === 'zh' ? question.zh : question.en,
        answer: [...words, ...(answer.text === '' ? [] : [answer.text])].join(' · '),
        isDanger: chosen.some((one) => one?.danger != null),
      };
    });
}

/** The guide as it is now; for sentences that are put together outside of React. */
export function guideNow(): Guide | null {
  return guide;
}
