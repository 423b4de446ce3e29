/** One incident of the surge: what it is, who would go and why, and what came of it. */
import type { ReactNode } from 'react';
import { findOf, store } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import type { Sentence } from '../../source/refusal.ts';
import { minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { SurgeLine } from './useSurge.ts';

export interface LineState {
  readonly sent: number;
  readonly trouble: Sentence | null;
}

export interface SurgeRowProps {
  readonly line: SurgeLine;
  readonly place: number;
  readonly mark: ReactNode;
  readonly why: string;
  readonly state: LineState | undefined;
  readonly isBusy: boolean;
  readonly onAccept: () => void;
}

const MOST_KEYS = 9;

export function SurgeRow({ line, place, mark, why, state, isBusy, onAccept }: SurgeRowProps) {
  const { t, term, lang } = useTongue();
  const incident = findOf(store, 'incident', line.incident_id);
  const number = incident?.number ?? '';
  return (
    <tr>
      <td>{place <= MOST_KEYS ? <kbd>{place}</kbd> : place}</td>
      <td>
        <div className="row">
          {mark} <span className="num">{number}</span>
        </div>
        <div className="cut">
          {incident !== undefined && `${classNameOf(incident.class_code, lang)} · ${incident.place_text ?? ''}`}
        </div>
      </td>
      <td>
        {line.crews.length === 0 && <span className="tag warn">{t('surge.nobody')}</span>}
        {line.crews.map((crew) => (
          <div key={crew.crew_id} className="row wrap">
            <strong>{crew.call_sign}</strong>
            <span className="num">
              {crew.is_estimated && <span title={t('ranking.estimated')}>≈</span>}
              {t('ranking.minutes', { n: minutesOf(crew.eta_s) })}
            </span>
            <span className="muted">{crew.reasons.map((reason) => term('reason', reason)).join(' · ')}</span>
          </div>
        ))}
        {line.crews.length > 0 && line.crews.length < line.wanted && (
          <span className="tag warn">{t('surge.short', { n: line.wanted })}</span>
        )}
        {why !== '' && <div className="muted">{why}</div>}
      </td>
      <td>
        {state === undefined && line.crews.length > 0 && (
          <button type="button" className="btn small" disabled={isBusy} aria-label={t('surge.accept_of', { number })} onClick={onAccept}>
            {t('surge.accept')}
          </button>
        )}
        {state?.trouble === null && <span className="tag ok">{t('surge.sent', { n: state.sent })}</span>}
        <Trouble sentence={state?.trouble ?? null} />
      </td>
    </tr>
  );
}
