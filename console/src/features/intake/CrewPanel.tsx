/** The crews beside the form: ranked by the hall once the incident is open; before that, the nearest as the crow flies. */
import { useMemo, type Ref } from 'react';
import { store, useList, usePositionsRevision } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { distanceM, type LonLat } from '../../map/datum.ts';
import { busyCrews } from '../../map/features.ts';
import { OrderList } from '../../panels/OrderList.tsx';
import { RankingList } from '../../panels/RankingList.tsx';
import type { RankingNow } from '../../panels/useRanking.ts';
import { distanceText } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import type { Call } from './useCall.ts';

const SHOWN_NEAR = 5;

/** Free crews by straight line: a first idea only, and said to be that. */
function Nearby({ at }: { at: LonLat }) {
  const { t } = useTongue();
  const revision = usePositionsRevision();
  const crews = useList('crew');
  const orders = useList('order');
  const near = useMemo(() => {
    const busy = busyCrews(store);
    return crews
      .filter((crew) => crew.duty === 'on_duty' && !busy.has(crew.id))
      .map((crew) => ({ crew, position: store.positions.get(crew.id) }))
      .filter((one) => one.position !== undefined)
      .map(({ crew, position }) => ({ crew, away: distanceM(at, position ?? at) }))
      .sort((a, b) => a.away - b.away)
      .slice(0, SHOWN_NEAR);
    // Orders and positions are read from the store; their revisions say when they moved.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [at, crews, orders, revision]);
  if (near.length === 0) return <Empty title={t('crews.no_positions')} />;
  return (
    <>
      <p className="muted crew-note">{t('crews.straight')}</p>
      <ul className="nearby">
        {near.map(({ crew, away }) => (
          <li key={crew.id}>
            <strong className="grow cut">{crew.call_sign}</strong>
            <span className="num muted">{distanceText(away)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export interface CrewPanelProps {
  readonly call: Call | null;
  readonly ranking: RankingNow;
  readonly isBusy: boolean;
  readonly listRef: Ref<HTMLDivElement>;
  readonly onSend: (crewId: string, role?: 'contain') => void;
}

export function CrewPanel({ call, ranking, isBusy, listRef, onSend }: CrewPanelProps) {
  const { t } = useTongue();
  const place = call?.draft.place ?? null;
  const isInspection = call?.incident?.is_inspection_only ?? false;
  return (
    <section className="panel seat-crews" aria-label={t('crews.title')} ref={listRef} tabIndex={-1}>
      <header>
        <h2 className="grow">{t('crews.title')}</h2>
        <kbd>F8</kbd>
      </header>
      <div className="body" tabIndex={-1}>
        {call !== null && call.orders.length > 0 && <OrderList orders={call.orders} />}
        <Trouble sentence={ranking.trouble} />
        {isInspection && <Empty title={t('crews.inspection')} what={t('crews.inspection_what')} />}
        {!isInspection && ranking.ranking !== null && call?.incidentId != null && (
          <RankingList ranking={ranking.ranking} isBusy={isBusy} onSend={onSend} />
        )}
        {call?.incidentId == null && place !== null && <Nearby at={place} />}
        {call?.incidentId == null && place === null && <Empty title={t('crews.none_yet')} what={t('crews.none_yet_what')} />}
        {call?.incidentId != null && ranking.ranking === null && ranking.isAsking && (
          <p className="empty" role="status">
            {t('crews.ranking')}
          </p>
        )}
      </div>
    </section>
  );
}
