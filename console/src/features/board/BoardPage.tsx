/** The dispatcher's board: waiting and running, the map, the crews. */
import './board.css';
import { lazy, Suspense, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { holds } from '../../app/access.ts';
import { store } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { useOrganisations } from '../../panels/organisations.ts';
import { useRanking } from '../../panels/useRanking.ts';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { AmendDialog } from './AmendDialog.tsx';
import { Crews, type CrewView } from './Crews.tsx';
import { Detail, type DetailDialog } from './Detail.tsx';
import { Lists } from './Lists.tsx';
import { useBoard } from './useBoard.ts';
import { useBoardTones } from './useBoardTones.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));

export default function BoardPage() {
  const { t } = useTongue();
  const me = useMe();
  const [, go] = useLocation();
  useOrganisations();
  useBoardTones();
  const board = useBoard();
  const action = useAction();
  const filterRef = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<CrewView>('crews');
  const [crew, setCrew] = useState<string | null>(null);
  const [focus, setFocus] = useState<LonLat | null>(null);
  const [dialog, setDialog] = useState<DetailDialog>(null);
  const [released, setReleased] = useState<Of<'order'> | null>(null);

  const { chosen } = board;
  const incident = chosen?.incident ?? null;
  const isOver = incident !== null && incident.closed_at !== null;
  const canAct = holds(me, 'commander', 'county_desk', 'station_desk') && !isOver;
  const isEditor = canAct && holds(me, 'commander', 'county_desk');
  const id = incident?.id ?? null;
  const live = chosen?.orders.some((one) => one.ended_at === null) ?? false;
  const isRanked = view === 'ranking' && !isOver && incident?.is_inspection_only === false && incident.state !== 'handled';
  const ranking = useRanking(isRanked ? id : null, !live);
  const rows = [...board.waiting, ...board.running];

  function step(by: number): void {
    const at = rows.findIndex((row) => row.incident.id === id);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) board.choose(next.incident.id);
  }
  function send(crewId: string): void {
    if (id === null) return;
    void action.run(async (post) => {
      const values = { incident_id: id };
      await post({ path: '/api/dispatch/incidents/{incident_id}/orders', values, body: { crew_id: crewId } });
    });
  }
  function takeOver(): void {
    if (id === null) return;
    setView('ranking');
    void action.run(async (post) => {
      await post({ path: '/api/dispatch/incidents/{incident_id}/take-over', values: { incident_id: id } });
    });
  }
  const digits = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [
      String(n),
      () => {
        const crewId = ranking.ranking?.ranked[n - 1]?.crew_id;
        if (crewId !== undefined) send(crewId);
      },
    ]),
  );
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '/': () => filterRef.current?.focus(),
    Enter: () => id !== null && go(`/incidents/${id}`),
    Escape: () => board.choose(null),
    w: () => setView(view === 'ranking' ? 'crews' : 'ranking'),
    ...(canAct && isRanked ? digits : {}),
    ...(canAct && { t: takeOver, v: () => id !== null && setDialog('reveal') }),
    ...(isEditor && { e: () => id !== null && setDialog('amend'), x: () => id !== null && setDialog('cancel') }),
  });

  return (
    <div className={chosen === null ? 'board' : 'board has-detail'}>
      <Lists board={board} filterRef={filterRef} onOpen={(row) => go(`/incidents/${row.incident.id}`)} />
      <section className="panel board-map" aria-label={t('map.title')}>
        <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
          <MapView
            hall
            chosen={crew ?? id}
            focus={focus ?? incident}
            incident={(found) => {
              setFocus(null);
              setCrew(null);
              board.choose(found);
            }}
            crew={(found) => {
              setView('crews');
              setCrew(found);
            }}
          />
        </Suspense>
      </section>
      {chosen !== null && (
        <Detail
          row={chosen}
          action={action}
          canAct={canAct}
          dialog={dialog}
          onDialog={setDialog}
          onTakeOver={takeOver}
          onRelease={setReleased}
          onRanking={() => setView('ranking')}
          onClose={() => board.choose(null)}
        />
      )}
      <Crews
        view={view}
        onView={setView}
        chosenCrew={crew}
        onCrew={(row) => {
          setCrew(row.crew.id);
          const at = store.positions.get(row.crew.id);
          setFocus(at === undefined ? null : { lon: at.lon, lat: at.lat });
        }}
        ranking={ranking}
        hasIncident={isRanked}
        onSend={canAct ? send : undefined}
        isBusy={action.state !== 'idle'}
      />
      {incident !== null && dialog === 'amend' && <AmendDialog incident={incident} onClose={() => setDialog(null)} />}
      <ReasonDialog
        isOpen={incident !== null && dialog === 'cancel'}
        title={t('cancel.title', { number: incident?.number ?? '' })}
        label={t('cancel.reason')}
        usual={[t('cancel.withdrawn'), t('cancel.duplicate'), t('cancel.mistake')]}
        ok={t('cancel.ok')}
        isDanger
        trouble={action.trouble}
        onClose={() => setDialog(null)}
        onOk={(reason) =>
          action.run(async (post) => {
            const values = { incident_id: id ?? '' };
            await post({ path: '/api/incidents/{incident_id}/cancel', values, body: { reason } });
          })
        }
      />
      <ReasonDialog
        isOpen={released !== null}
        title={t('release.title', { name: released?.call_sign ?? '' })}
        label={t('release.reason')}
        usual={[t('release.nearer'), t('release.elsewhere'), t('release.not_needed')]}
        ok={t('release.ok')}
        isDanger
        trouble={action.trouble}
        onClose={() => setReleased(null)}
        onOk={(reason) =>
          action.run(async (post) => {
            const values = { order_id: released?.id ?? '' };
            await post({ path: '/api/dispatch/orders/{order_id}/release', values, body: { reason } });
          })
        }
      />
    </div>
  );
}
