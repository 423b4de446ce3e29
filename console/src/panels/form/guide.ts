/** Question cards and keywords: asked once for a session; the seat works with them without the network. */
import { useSyncExternalStore } from 'react';
import { source } from '../../app/hall.ts';
import type { Language } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Answer } from '../../sync/kinds.ts';

export type Guide = Schema<'Guide'>;
export type Question = Schema<'Question'>;

let guide: Guide | null = null;
let isAsked = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    guide = await source.get('/api/intake/guide');
    for (const listener of listeners) listener();
  } catch {
    isAsked = false;
    setTimeout(() => void ask(), 3_000);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void ask();
  return () => listeners.delete(listener);
}

export function useGuide(): Guide | null {
  return useSyncExternalStore(subscribe, () => guide);
}

/** What to ask for a class: the card whose beginning fits longest. Pure. */
export function questionsFor(from: Guide, classCode: string | null): readonly Question[] {
  let best = { length: -1, questions: [] as readonly string[] };
  for (const card of from.cards)
    for (const begin of card.classes)
      if (begin.length > best.length && (classCode ?? '').startsWith(begin)) best = { length: begin.length, questions: card.questions };
  const byId = new Map(from.questions.map((one) => [one.id, one]));
  return best.questions.map((id) => byId.get(id)).filter((one) => one !== undefined);
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
