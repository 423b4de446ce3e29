/** Beside what is typed: class, level, place, 110 or 12345, what to ask next. Each is taken by one key; none takes
 * itself, none overwrites, and the lines keep their height whatever is in them. */
import { useTongue } from '../../i18n/index.ts';
import type { Level } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { classNameOf, useClasses } from '../classes.ts';
import { LevelMark } from '../marks.tsx';
import { withAnswer } from './callDraft.ts';
import { classChange } from './classChange.ts';
import type { DraftCall } from './draftCall.ts';
import { askedText, leansOnHeard } from './heard.ts';
import { useGuide } from './guide.ts';
import { classOffers, nextQuestion, openAnswers, type Suggestion } from './suggestion.ts';
import { Sensitive } from './Sensitive.tsx';
import type { Candidate } from './useCandidates.ts';

const CLASS_KEYS = ['j', 'k', 'l'] as const;
const PLACE_KEYS = ['u', 'i', 'o'] as const;

export interface SuggestionsProps {
  readonly call: DraftCall;
  readonly found: Suggestion | null;
  /** Words of the call that nobody has written down yet. */
  readonly heard?: string;
  readonly places: readonly Candidate[];
  readonly isOff: boolean;
  /** Take the advice of 110 or 12345: the form to end the contact with, filled in. */
  readonly onAdvice: (found: Suggestion) => void;
  /** Go to where a question is answered. */
  readonly onAsk: (question: string) => void;
  /** Open the order that stops a payment. */
  readonly onPayment: () => void;
}

export function Suggestions({ call, found, heard = '', places, isOff, onAdvice, onAsk, onPayment }: SuggestionsProps) {
  const { t, term, lang, pick } = useTongue();
  const guide = useGuide();
  const classes = useClasses();
  const { draft, change } = call;
  const { place } = draft;
  const byEar = (words: readonly string[]) => leansOnHeard(words, draft.narrative, heard);
  const mark = <span className="heard-mark">{t('heard.mark')}</span>;
  const hints = isOff || guide === null ? [] : classOffers(found, askedText(draft.narrative, heard), guide.keywords, draft.classCode);
  const offered = isOff ? [] : places.filter((one) => one.lon !== place?.lon || one.lat !== place.lat).slice(0, 3);
  const level = found?.level != null && found.level !== draft.level ? (found.level as Level) : null;
  const answers = openAnswers(found, draft);
  const question = nextQuestion(found, draft);
  const advice = found?.non_police.advice ?? null;
  const canAdvise = advice !== null && found?.non_police.verdict === true;

  function takeClass(index: number): void {
    const one = classes.find((known) => known.code === hints[index]?.code);
    if (one !== undefined) change(classChange(call, one));
  }
  function takePlace(index: number): void {
    const one = offered[index];
    if (one !== undefined) change({ place: { text: one.text, lon: one.lon, lat: one.lat }, placeQuery: '' });
  }
  function takeLevel(): void {
    if (level !== null) change({ level });
  }
  function takeAnswers(): void {
    change({ answers: answers.reduce((all, one) => withAnswer(all, one), draft.answers) });
  }
  function takeAdvice(): void {
    if (found !== null && canAdvise) onAdvice(found);
  }
  function askNext(): void {
    if (question !== null) onAsk(question.id);
  }
  useKeys(
    {
      ...Object.fromEntries(CLASS_KEYS.map((key, index) => [`alt+${key}`, () => takeClass(index)])),
      ...Object.fromEntries(PLACE_KEYS.map((key, index) => [`alt+${key}`, () => takePlace(index)])),
      'alt+y': takeLevel,
      'alt+a': takeAnswers,
      'alt+n': takeAdvice,
      'alt+s': askNext,
      'alt+z': onPayment,
    },
    !isOff,
  );

  if (isOff) return null;
  return (
    <div className="suggestions" role="group" aria-label={t('chip.title')}>
      <div className="suggestion-line">
        {hints.map((one, index) => {
          const name = classNameOf(one.code, lang);
          const label = t('chip.class', { name, words: one.words.join(' ') });
          return (
            <button key={one.code} type="button" tabIndex={-1} className="chip" title={label} onClick={() => takeClass(index)}>
              <kbd>Alt {CLASS_KEYS[index]?.toUpperCase()}</kbd> <span className="cut">{name}</span>
              {one.confidence !== null && <span className="num muted">{Math.round(one.confidence * 100)}%</span>}
              {byEar(one.words) && mark}
              {index === 0 && one.words.length > 0 && <span className="muted cut chip-words">{one.words.join(' ')}</span>}
            </button>
          );
        })}
        {level !== null && (
          <button type="button" tabIndex={-1} className="chip" title={t('chip.level')} onClick={takeLevel}>
            <kbd>Alt Y</kbd> <LevelMark level={level} />
          </button>
        )}
        {hints.length === 0 && level === null && <span className="muted suggestion-none">{t('chip.none')}</span>}
      </div>
      <div className="suggestion-line">
        {offered.map((one, index) => (
          <button
            key={one.key}
            type="button"
            tabIndex={-1}
            className="chip place"
            title={t('chip.place', { name: one.reason === undefined ? one.text : `${one.text} · ${one.reason}` })}
            onClick={() => takePlace(index)}
          >
            <kbd>Alt {PLACE_KEYS[index]?.toUpperCase()}</kbd> <span className="cut">★ {one.name}</span>
            {byEar([one.name]) && mark}
          </button>
        ))}
      </div>
      <div className="suggestion-line">
        <Sensitive found={found} />
        {advice !== null && advice.action !== 'police' && (
          <button
            type="button"
            tabIndex={-1}
            className={advice.action === 'police_first' ? 'chip warn' : 'chip'}
            disabled={!canAdvise}
            title={pick(advice.text_zh, advice.text_en) || undefined}
            onClick={takeAdvice}
          >
            {canAdvise && <kbd>Alt N</kbd>} <span className="cut">{term('triage.action', advice.action)}</span>
            {advice.name_zh !== '' && <span className="muted cut">{pick(advice.name_zh, advice.name_en)}</span>}
          </button>
        )}
        {found?.payment != null && (
          <button type="button" tabIndex={-1} className="chip warn" onClick={onPayment}>
            <kbd>Alt Z</kbd> {t('payment.open')}
          </button>
        )}
        {answers.length > 0 && (
          <button type="button" tabIndex={-1} className="chip" title={t('chip.answers')} onClick={takeAnswers}>
            <kbd>Alt A</kbd> {t('chip.answers_n', { n: answers.length })}
          </button>
        )}
        {question !== null && (
          <button type="button" tabIndex={-1} className="chip ask" title={t('chip.next')} onClick={askNext}>
            <kbd>Alt S</kbd> <span className="cut">{pick(question.ask_zh, question.ask_en)}</span>
          </button>
        )}
      </div>
    </div>
  );
}
