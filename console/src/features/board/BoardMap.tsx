/** The board's map: the hall, the routes of the chosen incident's crews, areas by minutes, and roads that are restricted. */
import { lazy, memo, Suspense } from 'react';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useTongue, type Tongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { useLayers } from '../../map/layers.ts';
import { useAreCrewsUnplaced } from './useAreCrewsUnplaced.ts';
import { CrewLegend } from '../../map/CrewLegend.tsx';
import { LayersControl } from '../../map/LayersControl.tsx';
import { WindowIcon } from '../../ui/WindowIcon.tsx';
import { RestrictDialog } from './RestrictDialog.tsx';
import { Restrictions } from './Restrictions.tsx';
import type { BoardRow } from './rows.ts';
import { useBoardPatrols } from './useBoardPatrols.ts';
import { useCoverage, type Coverage } from './useCoverage.ts';
import { areasOf, gapsOf } from './ownerFeatures.ts';
import { usePostsReach } from './usePostsReach.ts';
import { useOwners } from './useOwners.ts';
import { useReach } from './useReach.ts';
import { useRestricting } from './useRestricting.ts';
import { useRoutes } from './useRoutes.ts';
import { useTrail } from './useTrail.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));

function coverageText(coverage: Coverage | null, t: Tongue['t']): string {
  if (coverage === null) return t('layers.coverage_none');
  const { share, within_s: withinS, free } = coverage;
  if (share === null) return t('layers.coverage_none');
  return t('layers.coverage_now', { n: Math.round(withinS / 60), share: Math.round(share * 100), free });
}

export interface BoardMapProps {
  readonly row: BoardRow | null;
  readonly crew: string | null;
  readonly focus: LonLat | null;
  readonly onIncident: (incidentId: string) => void;
  readonly onCrew: (crewId: string) => void;
  readonly onDetach?: (() => void) | undefined;
}

export const BoardMap = memo(function BoardMap({ row, crew, focus, onIncident, onCrew, onDetach }: BoardMapProps) {
  const { t } = useTongue();
  const me = useMe();
  const layers = useLayers();
  const incident = row?.incident ?? null;
  const routes = useRoutes(layers.routes ? row : null);
  const reach = useReach(layers.reach ? { crew, incident } : null);
  const posts = usePostsReach(layers.posts);
  const trail = useTrail(layers.routes && holds(me, 'call_taker', 'commander', 'county_desk', 'station_desk') ? crew : null);
  const { coverage, shape } = useCoverage(
    layers.coverage && holds(me, 'call_taker', 'commander', 'county_desk', 'station_desk'),
  );
  const owners = useOwners(layers.grids);
  const patrols = useBoardPatrols(layers.patrols, crew);
  const restricting = useRestricting();
  const { step } = restricting;
  const isUnplaced = useAreCrewsUnplaced();
  const may = holds(me, 'commander', 'county_desk');
  return (
    <section className="panel board-map" aria-label={t('map.title')}>
      <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
        <MapView
          hall
          framed
          chosen={crew ?? incident?.id ?? null}
          focus={focus}
          routes={routes}
          reach={reach}
          posts={posts.shape}
          coverage={shape}
          owners={owners}
          patrols={patrols}
          trail={trail}
          marks={restricting.marks}
          crosshair={step === 'begin' || step === 'end'}
          {...(step === null ? { incident: onIncident, crew: onCrew } : { pick: restricting.pick })}
        >
          <LayersControl>
            {layers.reach && (
              <p className="muted">
                {crew === null && incident === null
                  ? t('layers.reach_none')
                  : t(crew === null ? 'layers.reach_incident' : 'layers.reach_crew')}
              </p>
            )}
            {layers.posts && (
              <p className="muted" role="status">
                {posts.state === 'known' ? t('layers.posts_now', { n: posts.posts }) : t(`layers.posts_${posts.state}`)}
              </p>
            )}
            {owners !== null && <p className="muted">{t('layers.gaps', { n: gapsOf(owners), of: areasOf(owners).length })}</p>}
            {layers.coverage && (
              <p className="muted">
                {coverageText(coverage, t)}
              </p>
            )}
            {layers.crews && <CrewLegend />}
            <Restrictions may={may} onAdd={restricting.start} />
          </LayersControl>
          {isUnplaced && <p className="hint map-note">{t('map.no_positions')}</p>}
          {onDetach !== undefined && (
            <div className="map-corner">
              <button
                type="button"
                className="btn"
                aria-label={t('board.detach_map')}
                title={t('common.with_key', { what: t('board.detach_map'), key: 'd' })}
                onClick={onDetach}
              >
                <WindowIcon />
              </button>
            </div>
          )}
          {(step === 'begin' || step === 'end') && (
            <p className="hint warn map-tool row" role="status">
              {t(`roads.${step}`)}
              <button type="button" className="btn small quiet" onClick={restricting.stop}>
                {t('common.cancel')}
              </button>
            </p>
          )}
        </MapView>
      </Suspense>
      {step === 'say' && <RestrictDialog restricting={restricting} />}
    </section>
  );
});
