/** What to ask for this class, in order: a digit answers, Enter goes on. It never holds anything up. */
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { Answer } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { withAnswer } from './callDraft.ts';
import type { DraftCall } from './draftCall.ts';
import { CardAdvice } from './CardAdvice.tsx';
import { cardFor, questionsFor, useGuide, type Guide, type Question } from './guide.ts';

interface LineProps {
  readonly question: Question;
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer) => void;
  readonly onDone: () => void;
}

function Line({ question, answer, onAnswer, onDone }: LineProps) {
  const { t, pick } = useTongue();
  const { choices } = question;
  const chosen = answer?.choices ?? [];
  const words = answer?.text ?? '';
  const name = pick(question.zh, question.en);

  function turn(id: string): void {
    const isOn = chosen.includes(id);
    const kept = question.is_many ? chosen.filter((one) => one !== id) : [];
    onAnswer({ question: question.id, choices: isOn ? kept : [...kept, id], text: words });
  }
  function onKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const one = choices[Number(event.key) - 1];
    if (one !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      turn(one.id);
      if (!question.is_many) onDone();
    } else if (event.key === 'Enter' && event.target === event.currentTarget) {
      event.preventDefault();
      onDone();
    }
  }
  return (
    <div className="question" role="group" tabIndex={0} data-question={question.id} aria-label={name} onKeyDown={onKey}>
      <span className="question-name">
        {name}
      </span>
      <span className="question-choices">
        {choices.map((one, index) => (
          <button
            key={one.id}
            type="button"
            tabIndex={-1}
            className={one.danger == null ? 'chip' : 'chip grave'}
            aria-pressed={chosen.includes(one.id)}
            onClick={() => turn(one.id)}
          >
            <span className="num muted">{index + 1}</span> {pick(one.zh, one.en)}
          </button>
        ))}
        {question.has_text && (
          <input
            className="field"
            maxLength={200}
            aria-label={t('card.words_of', { question: name })}
            placeholder={t('card.words')}
            value={words}
            onChange={(event) => onAnswer({ question: question.id, choices: chosen, text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.ctrlKey && !event.nativeEvent.isComposing) onDone();
            }}
          />
        )}
      </span>
    </div>
  );
}

export interface QuestionCardProps {
  /** What the card needs of a call: its class, the answers so far, and how they change. */
  readonly call: {
    readonly draft: Pick<DraftCall['draft'], 'classCode' | 'answers'>;
    readonly change: (part: Pick<DraftCall['draft'], 'answers'>) => void;
  };
  /** When the contact came; guidance through a long call goes by it. */
  readonly since?: string | null;
  /** Cards to show instead of those in use: before they are published. */
  readonly cards?: Guide;
}

export function QuestionCard({ call, since = null, cards }: QuestionCardProps) {
  const { t } = useTongue();
  const inUse = useGuide();
  const guide = cards ?? inUse;
  const list = useRef<HTMLDivElement>(null);
  const { draft, change } = call;
  const questions = guide === null ? [] : questionsFor(guide, draft.classCode);
  const card = guide === null ? null : cardFor(guide, draft.classCode);

  useKeys({ 'alt+q': () => focusFirst(list, questions, draft.answers) });
  if (questions.length === 0) return null;
  return (
    <section className="question-card" aria-label={t('card.title')}>
      <h3 className="label row">
        <span className="grow">{t('card.title')}</span> <kbd>Alt Q</kbd>
      </h3>
      <div ref={list}>
        {questions.map((question, index) => (
          <Line
            key={question.id}
            question={question}
            answer={draft.answers.find((one) => one.question === question.id)}
            onAnswer={(answer) => change({ answers: withAnswer(draft.answers, answer) })}
            onDone={() => focusLine(list, index + 1)}
          />
        ))}
      </div>
      {card !== null && <CardAdvice card={card} since={since} />}
    </section>
  );
}

/** Go to a question's line in the card; nothing when it has none. */
export function focusQuestion(id: string): void {
  document.querySelector<HTMLElement>(`[data-question="${CSS.escape(id)}"]`)?.focus();
}

function focusLine(list: RefObject<HTMLDivElement | null>, index: number): void {
  const line = list.current?.children[index];
  if (line instanceof HTMLElement) line.focus();
}

function focusFirst(list: RefObject<HTMLDivElement | null>, questions: readonly Question[], answers: readonly Answer[]): void {
  const open = questions.findIndex((one) => !answers.some((answer) => answer.question === one.id));
  focusLine(list, Math.max(0, open));
}
