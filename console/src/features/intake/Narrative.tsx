/** What happened, as it is typed; beside it what is heard in the call, folded while there is nothing. Nothing below moves
 * when a line comes, and nothing that was heard gets into the text but by its key. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { isCaller, partyKind } from '../../panels/form/heard.ts';
import { useKeys } from '../../ui/keys.ts';
import { secondsOf } from '../../ui/time.ts';
import { laneName } from '../file/laneName.ts';
import type { Call } from './useCall.ts';
import type { Heard } from './useHeard.ts';

function HeardList({ heard }: { heard: Heard }) {
  const { t } = useTongue();
  const { lines, legs, open } = heard;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // The newest line is the one that matters.
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [lines.length]);
  if (lines.length === 0) return <p className="muted heard-lines">{t('heard.none_why')}</p>;
  return (
    <ol ref={list} className="heard-lines" aria-label={t('heard.title')} tabIndex={0}>
      {lines.map((one) => (
        <li key={one.id} className={isCaller(one.party, legs) ? 'caller' : undefined}>
          <time className="num muted" dateTime={one.heard_at}>
            {secondsOf(one.heard_at)}
          </time>
          <span className="muted">{laneName(partyKind(one.party, legs), null, t)}</span>
          <span className="heard-words">{one.text}</span>
          {open.has(one.id) && (
            <span className="heard-mark" role="img" aria-label={t('heard.new')} title={t('heard.new')}>
              ●
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

export interface NarrativeProps {
  readonly call: Call;
  readonly heard: Heard;
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
}

export function Narrative({ call, heard, fieldRef }: NarrativeProps) {
  const { t } = useTongue();
  const { contact, draft, change } = call;
  const isOff = call.incidentId !== null;
  const isVoice = contact.channel === 'voice';
  const count = heard.lines.length;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOpen = isVoice && (chosen ?? count > 0);
  const canTake = heard.open.size > 0 && !isOff;
  useKeys({ 'alt+h': heard.take }, canTake);
  return (
    <div className="narrative">
      <div className="row narrative-head">
        <label className="label" htmlFor="narrative">
          {t('seat.narrative')}
        </label>
        <span className="grow" />
        {canTake && (
          <button type="button" tabIndex={-1} className="chip" title={t('heard.take_why')} onClick={heard.take}>
            <kbd>Alt H</kbd> {t('heard.take', { n: heard.open.size })}
          </button>
        )}
        {isVoice && (
          <button type="button" tabIndex={-1} className="heard-fold" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
            {t('heard.title')} <span className="num muted">{count > 0 ? count : t('heard.none')}</span> {isOpen ? '▾' : '▸'}
          </button>
        )}
      </div>
      <div className="narrative-pair">
        <textarea
          id="narrative"
          ref={fieldRef}
          className="field"
          rows={4}
          maxLength={8000}
          value={draft.narrative}
          placeholder={t('seat.narrative_hint')}
          onChange={(event) => change({ narrative: event.target.value })}
        />
        {isOpen && <HeardList heard={heard} />}
      </div>
    </div>
  );
}
