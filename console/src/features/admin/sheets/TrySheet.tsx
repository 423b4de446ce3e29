/** A draft before it is published: a sentence tried against it, and a card as the desk will show it. */
import { useMemo, useState } from 'react';
import { hallNow } from '../../../app/clock.ts';
import { source } from '../../../app/hall.ts';
import { usePaused } from '../../../app/usePaused.ts';
import '../../../panels/form/form.css';
import { useTongue } from '../../../i18n/index.ts';
import { QuestionCard } from '../../../panels/form/QuestionCard.tsx';
import type { Schema } from '../../../source/contract.ts';
import type { Answer } from '../../../sync/kinds.ts';
import type { Body, Guide, SheetKind } from './draft.ts';

const PAUSE_MS = 500;
const MINUTE_MS = 60_000;
type Suggestion = Schema<'Suggestion'>;

export function TrySheet({ kind, body, isFit }: { kind: SheetKind; body: Body; isFit: boolean }) {
  const { t } = useTongue();
  const [text, setText] = useState('');
  const said = text.trim();
  const ask = useMemo(
    () => (said === '' || !isFit ? null : () => source.post({ path: '/api/triage/preview', body: { kind, body, text: said } })),
    [kind, body, said, isFit],
  );
  const found = usePaused<Suggestion | null>(ask, PAUSE_MS, null);
  return (
    <div className="admin-form">
      <h3>{t('sheet.try')}</h3>
      <textarea className="field" rows={3} aria-label={t('sheet.try.words')} placeholder={t('sheet.try.words')} value={text} onChange={(event) => setText(event.target.value)} />
      {said !== '' && !isFit && <p className="hint">{t('sheet.try.unfit')}</p>}
      {found !== null && (
        <div role="status" className="sheet-found">
          {kind === 'sensitive' && <Alerts found={found} />}
          {kind === 'acceptance' && <Advised found={found} />}
          {kind === 'cards' && <Asked found={found} />}
        </div>
      )}
    </div>
  );
}

function Alerts({ found }: { found: Suggestion }) {
  const { t, term } = useTongue();
  if (found.sensitive.length === 0) return <p>{t('sheet.try.no_alert')}</p>;
  return (
    <ul>
      {found.sensitive.map((one) => (
        <li key={one.rule_id}>
          <span className="tag danger">{term('triage.alert', one.kind)}</span> {one.word !== '' && <mark>{one.word}</mark>}{' '}
          <span className="muted num">{one.rule_id}</span>
          <br />
          {t('sheet.try.told', { who: one.levels.map((level) => term('org.kind', level)).join(' · ') })}
        </li>
      ))}
    </ul>
  );
}

function Advised({ found }: { found: Suggestion }) {
  const { t, term, pick } = useTongue();
  const { advice, probability } = found.non_police;
  return (
    <>
      <p>
        <strong>{term('triage.action', advice.action)}</strong> {pick(advice.name_zh, advice.name_en)}
        {advice.department !== '' && ` · ${advice.department}`}
      </p>
      <p className="muted">{t('sheet.try.non_police', { n: Math.round(probability * 100) })}</p>
      {advice.reasons.length > 0 && <p className="muted">{advice.reasons.map((one) => term('sheet.reason', one)).join(' · ')}</p>}
      {advice.text_zh !== '' && <blockquote>{pick(advice.text_zh, advice.text_en)}</blockquote>}
    </>
  );
}

function Asked({ found }: { found: Suggestion }) {
  const { t, pick } = useTongue();
  return (
    <>
      <p>
        {found.is_unknown ? t('sheet.try.unknown') : `${found.class.code} ${pick(found.class.name, found.class.name_en)}`}
        {found.answers.length > 0 && ` · ${t('sheet.try.answers', { n: found.answers.length })}`}
      </p>
      <ol>
        {found.questions.map((one) => (
          <li key={one.id}>{pick(one.ask_zh, one.ask_en)}</li>
        ))}
      </ol>
    </>
  );
}

/** The card as the seat shows it, so many minutes into a call. */
export function CardPreview({ guide, classCode }: { guide: Guide; classCode: string }) {
  const { t } = useTongue();
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [minutes, setMinutes] = useState(0);
  const [since, setSince] = useState(() => new Date(hallNow()).toISOString());
  const stages = guide.cards.find((one) => one.classes.includes(classCode))?.stages ?? [];
  function turnTo(to: number): void {
    setMinutes(to);
    setSince(new Date(hallNow() - to * MINUTE_MS).toISOString());
  }
  return (
    <div className="admin-form sheet-preview">
      <h3>{t('sheet.preview')}</h3>
      {stages.length > 0 && (
        <div className="row wrap">
          {stages.map((one) => (
            <button key={one.from_min} type="button" className="btn small" aria-pressed={minutes === one.from_min} onClick={() => turnTo(one.from_min)}>
              {t('sheet.preview.minute', { n: one.from_min })}
            </button>
          ))}
        </div>
      )}
      <QuestionCard call={{ draft: { classCode, answers }, change: (part) => setAnswers(part.answers) }} since={since} cards={guide} />
    </div>
  );
}
