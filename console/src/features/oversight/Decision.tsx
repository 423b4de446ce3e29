/** Passing a review, perhaps with corrections, or sending it back with remarks. Nobody decides on own work. */
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import type { CallDraft } from '../../panels/form/callDraft.ts';
import { ClassField } from '../../panels/form/ClassField.tsx';
import { LevelField } from '../../panels/form/LevelField.tsx';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import '../../panels/form/form.css';

type Choice = 'pass' | 'return';

export interface DecisionProps {
  readonly review: Of<'review'>;
  readonly incident: Of<'incident'>;
  readonly onDone: () => void;
}

function draftOf(incident: Of<'incident'>): CallDraft {
  return {
    narrative: '',
    heard: '',
    classCode: incident.class_code,
    level: incident.level,
    place: null,
    placeQuery: '',
    name: '',
    phone: '',
    isUnsafe: false,
    answers: [],
    heardTo: null,
  };
}

export function Decision({ review, incident, onDone }: DecisionProps) {
  const { t, term, lang } = useTongue();
  const me = useMe();
  const action = useAction();
  const classes = useClasses();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [draft, setDraft] = useState(() => draftOf(incident));
  const remarksKey = `yyl.remarks.${review.id}`;
  const [remarks, setRemarks] = useState(() => sessionStorage.getItem(remarksKey) ?? '');
  const remarksRef = useRef<HTMLTextAreaElement>(null);
  const confirmRef = useRef<HTMLButtonElement>(null);
  const isOwn = review.author === me.id;

  useEffect(() => {
    if (choice === 'return') remarksRef.current?.focus();
    if (choice === 'pass') confirmRef.current?.focus();
  }, [choice]);

  const corrections = {
    ...(draft.classCode !== null && draft.classCode !== incident.class_code && { class_code: draft.classCode }),
    ...(draft.level !== null && draft.level !== incident.level && { level: draft.level }),
  };
  const isReady = choice === 'pass' || (choice === 'return' && remarks.trim() !== '');

  async function decide(): Promise<void> {
    if (choice === null || !isReady) return;
    const body = { decision: choice, remarks: remarks.trim(), corrections: choice === 'pass' ? corrections : {} };
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/oversight/reviews/{review_id}/decision', values: { review_id: review.id }, body });
    });
    if (!isDone) return;
    sessionStorage.removeItem(remarksKey);
    onDone();
  }

  useKeys(
    {
      p: () => setChoice('pass'),
      r: () => setChoice('return'),
      Escape: () => setChoice(null),
      'ctrl+Enter': () => void decide(),
    },
    !isOwn,
  );

  if (isOwn) return <p className="hint warn">{t('review.own')}</p>;
  return (
    <section className="decision" aria-label={t('review.decision')}>
      <div className="row wrap">
        <button
          type="button"
          className={choice === 'pass' ? 'btn primary' : 'btn'}
          aria-pressed={choice === 'pass'}
          onClick={() => setChoice('pass')}
        >
          {t('review.pass')} <kbd>p</kbd>
        </button>
        <button
          type="button"
          className={choice === 'return' ? 'btn danger' : 'btn'}
          aria-pressed={choice === 'return'}
          onClick={() => setChoice('return')}
        >
          {t('review.return')} <kbd>r</kbd>
        </button>
        {choice === null && <span className="muted">{t('review.choose')}</span>}
      </div>
      {choice === 'pass' && (
        <div className="seat-pair">
          <ClassField
            call={{
              draft,
              change: (part) => setDraft((before) => ({ ...before, ...part })),
              chosenClass: classes.find((one) => one.code === draft.classCode),
            }}
          />
          <LevelField
            call={{ draft, change: (part) => setDraft((before) => ({ ...before, ...part })), chosenClass: undefined }}
          />
        </div>
      )}
      {choice !== null && (
        <>
          <label>
            <span className="label">{choice === 'pass' ? t('review.remarks_optional') : t('review.remarks')}</span>
            <textarea
              ref={remarksRef}
              className="field"
              rows={2}
              maxLength={1000}
              value={remarks}
              onChange={(event) => {
                setRemarks(event.target.value);
                sessionStorage.setItem(remarksKey, event.target.value);
              }}
            />
          </label>
          {choice === 'pass' && Object.keys(corrections).length > 0 && (
            <p className="hint">
              {t('review.corrects', {
                from: `${classNameOf(incident.class_code, lang)} ${term('level', String(incident.level))}`,
                to: `${classNameOf(draft.classCode ?? '', lang)} ${term('level', String(draft.level))}`,
              })}
            </p>
          )}
          <Trouble sentence={action.trouble} onClose={action.clear} />
          <div className="row">
            <button
              ref={confirmRef}
              type="button"
              className={choice === 'pass' ? 'btn primary' : 'btn danger'}
              disabled={!isReady || action.state !== 'idle'}
              onClick={() => void decide()}
            >
              {choice === 'pass' ? t('review.confirm_pass') : t('review.confirm_return')} <kbd>Ctrl Enter</kbd>
            </button>
            <button type="button" className="btn quiet" onClick={() => setChoice(null)}>
              {t('common.cancel')} <kbd>Esc</kbd>
            </button>
            {action.state === 'retrying' && <span className="muted">{t('common.retrying')}</span>}
          </div>
        </>
      )}
    </section>
  );
}
