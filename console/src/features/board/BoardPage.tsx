/** The dispatcher's board: waiting and running, the map, the crews; each part also in a window of its own. */
import './board.css';
import './command.css';
import { useMemo, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { holds } from '../../app/access.ts';
import { listOf, store } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { canMerge } from '../../panels/merging.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { useRanking } from '../../panels/useRanking.ts';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { useSteady } from '../../ui/useSteady.ts';
import { BoardMap } from './BoardMap.tsx';
import { BoardTones } from './BoardTones.tsx';
import { Crews, type CrewView } from './Crews.tsx';
import { Detail, type DetailDialog } from './Detail.tsx';
import { Dialogs } from './Dialogs.tsx';
import { acceptFirst } from './accepting.ts';
import { Lists } from './Lists.tsx';
import { detach, paneOf, tellPanes, useOtherPanes, useRememberPlace } from './panes.ts';
import { useBoard } from './useBoard.ts';
import { useSending } from './useSending.ts';

export default function BoardPage() {
  const { t } = useTongue();
  const me = useMe();
  const [, go] = useLocation();
  const pane = paneOf(useSearch());
  useOrganisations();
  useRememberPlace(pane);
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
  const mayMerge =
    incident !== null && holds(me, 'commander', 'county_desk', 'call_taker') && canMerge(incident, listOf(store, 'incident'));
  const id = incident?.id ?? null;
  const live = chosen?.orders.filter((one) => one.ended_at === null) ?? [];
  const sending = useSending(action, id, live.length > 0);
  const isRanked = view === 'ranking' && !isOver && incident?.is_inspection_only === false && incident.state !== 'handled';
  const ranking = useRanking(isRanked ? id : null, live.length === 0);
  const rows = [...board.waiting, ...board.running];

  useOtherPanes((choice) => {
    if (choice.incident !== undefined) leaveCrew();
    if (choice.crew != null) lookAt(choice.crew);
  });
  function leaveCrew(): void {
    setCrew(null);
    setFocus(null);
  }
  function lookAt(crewId: string): void {
    setCrew(crewId);
    const at = store.positions.get(crewId);
    setFocus(at === undefined ? null : { lon: at.lon, lat: at.lat });
  }
  function chooseCrew(crewId: string): void {
    lookAt(crewId);
    tellPanes({ crew: crewId });
  }
  function choose(incidentId: string | null): void {
    leaveCrew();
    board.choose(incidentId);
  }
  function step(by: number): void {
    const at = rows.findIndex((row) => row.incident.id === id);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next !== undefined) choose(next.incident.id);
  }
  function send(crewId: string, role?: 'contain'): void {
    const name = ranking.ranking?.ranked.find((one) => one.crew_id === crewId)?.call_sign;
    sending.pick(crewId, name ?? '', role);
  }
  function reassign(order: Of<'order'>): void {
    sending.replace(order);
    setView('ranking');
    if (pane === 'lists') detach('crews', id);
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
        if (crewId !== undefined && action.state === 'idle') send(crewId);
      },
    ]),
  );
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    '/': () => filterRef.current?.focus(),
    u: () => board.setFilter({ ...board.filter, isOverdueOnly: !board.filter.isOverdueOnly }),
    Enter: () => id !== null && go(`/incidents/${id}`),
    Escape: () => (sending.replaced === null ? choose(null) : sending.replace(null)),
    s: () => listOf(store, 'seat').length > 0 && setView(view === 'seats' ? 'crews' : 'seats'),
    y: () => acceptFirst(action),
    w: () => setView(view === 'ranking' ? 'crews' : 'ranking'),
    ...(pane === null && {
      d: () => detach('map', id),
      D: () => detach('lists', id),
      C: () => detach('crews', id),
    }),
    ...(isOver && incident.state !== 'merged' && { o: () => setDialog('back') }),
    ...(incident?.state === 'merged' && { m: () => setDialog('back') }),
    ...(mayMerge && { m: () => setDialog('merge') }),
    ...(canAct && isRanked ? digits : {}),
    ...(canAct && { t: takeOver, v: () => id !== null && setDialog('reveal') }),
    ...(canAct && live[0] !== undefined && { r: () => live[0] !== undefined && reassign(live[0]) }),
    ...(isEditor && { e: () => id !== null && setDialog('amend'), x: () => id !== null && setDialog('cancel') }),
  });

  // The map and the crews are drawn again for what concerns them, not for every row that moves.
  const steadyChoose = useSteady(choose);
  const steadySend = useSteady(send);
  const detachMap = useSteady(() => detach('map', id));
  const detachCrews = useSteady(() => detach('crews', id));
  const showCrew = useSteady((crewId: string) => {
    setView('crews');
    chooseCrew(crewId);
  });
  const showSeats = useSteady(() => setView('seats'));
  const { replaced, replace } = sending;
  const mode = useMemo(
    () =>
      replaced !== null && (
        <p className="hint warn row">
          <span className="grow">{t('reassign.now', { name: replaced.call_sign })}</span>
          <button type="button" className="btn small quiet" onClick={() => replace(null)}>
            {t('reassign.leave')} <kbd>Esc</kbd>
          </button>
        </p>
      ),
    [replaced, replace, t],
  );

  const shows = (part: 'map' | 'lists' | 'crews') => pane === null || pane === part;
  const hasDetail = chosen !== null && pane !== 'crews' && pane !== 'map';
  return (
    <div className={['board', hasDetail && 'has-detail', pane !== null && `pane-${pane}`].filter(Boolean).join(' ')}>
      {pane === null && <BoardTones />}
      {shows('lists') && (
        <Lists
          board={{ ...board, choose }}
          filterRef={filterRef}
          onOpen={(row) => go(`/incidents/${row.incident.id}`)}
          onDetach={pane === null ? () => detach('lists', id) : undefined}
          onSeats={pane === null ? showSeats : undefined}
        />
      )}
      {shows('map') && (
        <BoardMap
          row={chosen}
          crew={crew}
          focus={focus ?? incident}
          onIncident={steadyChoose}
          onCrew={showCrew}
          onDetach={pane === null ? detachMap : undefined}
        />
      )}
      {hasDetail && (
        <Detail
          row={chosen}
          action={action}
          canAct={canAct}
          canMerge={mayMerge}
          dialog={dialog}
          onDialog={setDialog}
          onTakeOver={takeOver}
          onRelease={setReleased}
          onReassign={reassign}
          onRanking={() => setView('ranking')}
          onClose={() => choose(null)}
        />
      )}
      {shows('crews') && (
        <Crews
          view={view}
          onView={setView}
          chosenCrew={crew}
          onCrew={showCrew}
          ranking={ranking}
          hasIncident={isRanked}
          onSend={canAct ? steadySend : undefined}
          isBusy={action.state !== 'idle'}
          mode={mode}
          onDetach={pane === null ? detachCrews : undefined}
        />
      )}
      {chosen !== null && (
        <Dialogs
          row={chosen}
          action={action}
          dialog={dialog}
          onDialog={setDialog}
          released={released}
          onReleased={setReleased}
          sending={sending}
        />
      )}
    </div>
  );
}
