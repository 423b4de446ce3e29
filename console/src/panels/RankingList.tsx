/** Ranked crews with minutes and reasons, and on request who may not go and why. */
import './ranking.css';
import { useState, type ReactNode, type Ref } from 'react';
import { useTongue } from '../i18n/index.ts';
import { distanceText, minutesOf } from '../ui/time.ts';
import { Empty } from '../ui/Trouble.tsx';
import type { Ranking } from './useRanking.ts';

export interface RankingListProps {
  readonly ranking: Ranking;
  /** Without it the list is only to be read. */
  readonly onSend?: ((crewId: string, role?: 'contain') => void) | undefined;
  readonly isBusy?: boolean;
  readonly most?: number;
  readonly listRef?: Ref<HTMLOListElement>;
  /** Whether the "why not" list stands open. */
  readonly startsOpen?: boolean;
}

const MOST_CONTAINING = 3;
type Ranked = Ranking['ranked'][number];

function Crew({ crew, place, children }: { crew: Ranked; place: number | null; children: ReactNode }) {
  const { t, term } = useTongue();
  return (
    <li className="ranked">
      {place === null ? <span className="ranked-holds" aria-hidden="true" /> : <kbd>{place}</kbd>}
      <div className="grow">
        <div className="row">
          <strong className="cut">{crew.call_sign}</strong>
          <span className="num ranked-eta">
            {crew.is_estimated && <span title={t('ranking.estimated')}>≈</span>}
            {t('ranking.minutes', { n: minutesOf(crew.eta_s) })}
          </span>
          <span className="num muted">{distanceText(crew.distance_m)}</span>
        </div>
        <div className="muted cut ranked-why">{crew.reasons.map((reason) => term('reason', reason)).join(' · ')}</div>
      </div>
      {children}
    </li>
  );
}

export function RankingList({ ranking, onSend, isBusy, most = 9, listRef, startsOpen = false }: RankingListProps) {
  const { t, term } = useTongue();
  const others = Object.entries(ranking.others ?? {});
  const [isWhyOpen, setWhyOpen] = useState(startsOpen);
  return (
    <div>
      {ranking.ranked.length === 0 && <Empty title={t('ranking.nobody')} what={t('ranking.nobody_what')} />}
      <ol className="ranking" ref={listRef} aria-label={t('ranking.title')}>
        {ranking.ranked.slice(0, most).map((crew, index) => (
          <Crew key={crew.crew_id} crew={crew} place={index + 1}>
            {onSend !== undefined && (
              <button
                type="button"
                className="btn small"
                disabled={isBusy}
                aria-label={t('ranking.send_crew', { name: crew.call_sign })}
                onClick={() => onSend(crew.crew_id)}
              >
                {t('ranking.send')}
              </button>
            )}
          </Crew>
        ))}
      </ol>
      {ranking.containing.length > 0 && (
        <section className="containing" aria-label={t('ranking.containing')}>
          <h3 className="muted">{t('ranking.containing')}</h3>
          <ul className="ranking">
            {ranking.containing.slice(0, MOST_CONTAINING).map((crew) => (
              <Crew key={crew.crew_id} crew={crew} place={null}>
                {onSend !== undefined && (
                  <button
                    type="button"
                    className="btn small quiet"
                    disabled={isBusy}
                    aria-label={t('ranking.contain_crew', { name: crew.call_sign })}
                    onClick={() => onSend(crew.crew_id, 'contain')}
                  >
                    {t('ranking.contain')}
                  </button>
                )}
              </Crew>
            ))}
          </ul>
        </section>
      )}
      {ranking.excluded.length + others.length > 0 && (
        <details className="why-not" open={isWhyOpen} onToggle={(event) => setWhyOpen(event.currentTarget.open)}>
          <summary>{t('ranking.why_not', { n: ranking.excluded.length + others.reduce((sum, [, n]) => sum + n, 0) })}</summary>
          <ul>
            {ranking.excluded.map((crew) => (
              <li key={crew.crew_id} className="row">
                <span className="grow cut">{crew.call_sign}</span>
                <span className="muted">{term('excluded', crew.reason)}</span>
              </li>
            ))}
            {others.map(([reason, n]) => (
              <li key={reason} className="muted">
                {t('ranking.others', { n, why: term('excluded', reason) })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
