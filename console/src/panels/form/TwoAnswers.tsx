/** Who owns the place and who goes there: two answers, which may differ. */
import { useEffect, useMemo, useState } from 'react';
import { source, store, useList, usePositionsRevision } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { distanceM, type LonLat } from '../../map/datum.ts';
import { busyCrews } from '../../map/features.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';
import { distanceText } from '../../ui/time.ts';

type Territory = Schema<'Territory'>;

/** Whose territory a place lies in; null until it is known, or outside the city. */
function useTerritory(place: LonLat | null): Territory | null {
  const [found, setFound] = useState<Territory | null>(null);
  const lon = place?.lon ?? null;
  const lat = place?.lat ?? null;
  useEffect(() => {
    let isOld = false;
    setFound(null);
    if (lon === null || lat === null) return undefined;
    source
      .get('/api/places/reverse', {}, { lon, lat })
      .then((here) => {
        if (!isOld) setFound(here.territory);
      })
      .catch(() => undefined);
    return () => {
      isOld = true;
    };
  }, [lon, lat]);
  return found;
}

interface Goer {
  readonly name: string;
  readonly org: string | null;
  readonly away: number | null;
  readonly isOrdered: boolean;
}

/** Who has the order; before that the nearest free crew as the crow flies. */
function useGoer(place: LonLat | null, orders: readonly Of<'order'>[]): Goer | null {
  const crews = useList('crew');
  const revision = usePositionsRevision();
  return useMemo(() => {
    const live = orders.find((one) => one.ended_at === null);
    if (live !== undefined) {
      const org = crews.find((crew) => crew.id === live.crew_id)?.org_code ?? null;
      return { name: live.call_sign, org, away: live.distance_m, isOrdered: true };
    }
    if (place === null) return null;
    const busy = busyCrews(store);
    let best: Goer | null = null;
    for (const crew of crews) {
      const at = store.positions.get(crew.id);
      if (crew.duty !== 'on_duty' || busy.has(crew.id) || at === undefined) continue;
      const away = distanceM(at, place);
      if (best === null || away < (best.away ?? 0)) best = { name: crew.call_sign, org: crew.org_code, away, isOrdered: false };
    }
    return best;
    // Positions are read from the store; their revision says when they moved.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [crews, orders, place, revision]);
}

export interface TwoAnswersProps {
  readonly place: LonLat | null;
  readonly orders: readonly Of<'order'>[];
}

export function TwoAnswers({ place, orders }: TwoAnswersProps) {
  const { t, pick } = useTongue();
  const territory = useTerritory(place);
  const goer = useGoer(place, orders);
  if (territory === null) return null;
  const differs = goer !== null && goer.org !== null && goer.org !== territory.station_code;
  return (
    <p className="two-answers" role="status">
      <span className="muted">{t('two.owns')}</span>{' '}
      <strong>{pick(territory.station_zh, territory.station_en)}</strong>{' '}
      <span className="muted">{pick(territory.grid_zh, territory.grid_en)}</span>
      {goer !== null && (
        <>
          {' '}
          <span className="muted">{goer.isOrdered ? t('two.ordered') : t('two.goes')}</span> <strong>{goer.name}</strong>{' '}
          {goer.away !== null && (
            <span className="num muted">
              {goer.isOrdered ? '' : t('two.straight')} {distanceText(goer.away)}
            </span>
          )}
          {' '}
          {differs && <span className="tag warn">{t('two.differ')}</span>}
        </>
      )}
    </p>
  );
}
