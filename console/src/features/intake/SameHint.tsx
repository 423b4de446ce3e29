/** "Perhaps the same as #…": one key joins; what says something new breaks out and wants the key twice. */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { useKeys } from '../../ui/keys.ts';
import { distanceText } from '../../ui/time.ts';
import type { Call } from './useCall.ts';
import { useSame, type SameIncident } from './useSame.ts';

const KEYS = ['alt+1', 'alt+2', 'alt+3'] as const;

export function SameHint({ call }: { call: Call }) {
  const { t, lang } = useTongue();
  const { contact, draft } = call;
  const found = useSame(contact, draft, contact.state !== 'taken' || call.incidentId !== null);
  /** The break-out whose key was pressed once; anything new that is typed lets go of it. */
  const [armed, setArmed] = useState<string | null>(null);
  const armedAs = (one: SameIncident) => `${one.incident_id} ${draft.narrative}`;

  function join(one: SameIncident | undefined): void {
    if (one === undefined) return;
    if (!one.is_breaking_out || armed === armedAs(one)) void call.link(one.incident_id);
    else setArmed(armedAs(one));
  }
  useKeys(Object.fromEntries(KEYS.map((key, index) => [key, () => join(found[index])])), found.length > 0);

  return (
    <div className="same" role="status" aria-live="polite">
      {found.map((one, index) => {
        const reasons = one.reasons.filter((reason) => reason.kind !== 'near').map((reason) => reason[lang]);
        const breaks = one.breaks.map((reason) => reason[lang]);
        return (
          <div key={one.incident_id} className={one.is_breaking_out ? 'hint danger same-line' : 'hint same-line'}>
            <div className="grow">
              <strong>
                {one.is_breaking_out ? t('same.near', { number: one.number.slice(-6) }) : t('same.same', { number: one.number.slice(-6) })}
              </strong>{' '}
              {classNameOf(one.class_code, lang)} · {one.place_text} ·{' '}
              <span className="num">{t('same.callers', { n: one.callers })}</span>
              {one.distance_m != null && <span className="num"> · {distanceText(one.distance_m)}</span>}
              <div className={one.is_breaking_out ? 'same-new' : 'muted cut'}>
                {one.is_breaking_out ? `${t('same.new')} ${breaks.join('；')}` : `${Math.round(one.score * 100)}% · ${reasons.join(' · ')}`}
              </div>
            </div>
            <button type="button" className="btn small" onClick={() => join(one)}>
              {!one.is_breaking_out ? t('same.join') : armed === armedAs(one) ? t('same.again') : t('same.join_all_the_same')}{' '}
              <kbd>Alt {index + 1}</kbd>
            </button>
          </div>
        );
      })}
    </div>
  );
}
