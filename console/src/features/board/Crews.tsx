/** Crews by what they do; or, for the chosen incident, ranked with reasons. */
import { Segmented, Select } from 'antd';
import { memo, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { hallNow } from '../../app/clock.ts';
import { listOf, store, useList, useMovedEvery } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { freshness, type Freshness } from '../../sync/freshness.ts';
import { agesOf, usePositionAges } from '../../panels/positionAges.ts';
import { forceNameOf, useForces } from '../../panels/forces.ts';
import { RankingList } from '../../panels/RankingList.tsx';
import { Age } from '../../panels/marks.tsx';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import type { RankingNow } from '../../panels/useRanking.ts';
import { WindowIcon } from '../../ui/WindowIcon.tsx';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { BoardPatrols } from './BoardPatrols.tsx';
import { Relocations } from './Relocations.tsx';
import { postsNow } from '../duty/posts.ts';
import { Seats } from './Seats.tsx';
import { byCallSign, crewFits, crewRows, groupedRows, type CrewFilter, type CrewGroup, type CrewRow } from './rows.ts';
import { LISTS_MS } from './useBoard.ts';

const CREW_KINDS = ['crew', 'order'] as const;
const GROUPS: readonly CrewGroup[] = ['free', 'called', 'way', 'scene', 'off'];
const TONES: Readonly<Record<CrewGroup, string>> = { free: 'ok', called: 'warn', way: 'accent', scene: 'accent', off: '' };

export type CrewView = 'crews' | 'ranking' | 'seats';

export interface CrewsProps {
  readonly view: CrewView;
  readonly onView: (view: CrewView) => void;
  readonly chosenCrew: string | null;
  readonly onCrew: (crewId: string) => void;
  readonly ranking: RankingNow;
  readonly hasIncident: boolean;
  readonly onSend: ((crewId: string, role?: 'contain') => void) | undefined;
  readonly isBusy: boolean;
  /** What sending means now, when it is not a first order. */
  readonly mode: ReactNode;
  readonly onDetach?: (() => void) | undefined;
}

const AGE_AGAIN_MS = 5_000;

/** How old a crew's position is, drawn again every few seconds: 'fresh', 'stale' or 'lost'. */
function useFreshness(crew: string, orgCode: string): Freshness {
  const look = () => freshness(store.positions.get(crew), hallNow(), agesOf(orgCode));
  return useSyncExternalStore((listener) => {
    const timer = setInterval(listener, AGE_AGAIN_MS);
    return () => clearInterval(timer);
  }, look);
}

const Line = memo(function Line({ row, unit, post }: { row: CrewRow; unit: string; post: string | undefined }) {
  const { t, lang } = useTongue();
  const { crew, order, group } = row;
  const age = useFreshness(crew.id, crew.org_code);
  const ages = agesOf(crew.org_code);
  const oldSince = age === 'lost' ? ages?.lost_after_s : ages?.stale_after_s;
  const at = store.positions.get(crew.id);
  const since = order?.arrived_at ?? order?.departed_at ?? order?.accepted_at ?? order?.ordered_at;
  return (
    <div className="line">
      <div className="row">
        <strong className="grow cut">{crew.call_sign}</strong>
        {crew.duty === 'on_duty' && age !== 'fresh' && (
          <span className="tag warn" title={oldSince === undefined ? undefined : t(`crew.position.${age}_what`, { seconds: oldSince })}>
            {t(`crew.position.${age}`)}
          </span>
        )}
        {crew.duty === 'on_duty' && at?.isOffGrid === true && <span className="tag">{t('crew.position.off_grid')}</span>}
        {post !== undefined && <span className="tag accent">{t('duty.post_at', { site: post })}</span>}
        {crew.duty === 'on_duty' && crew.readiness === 'standby' && <span className="tag">{t('duty.readiness.standby')}</span>}
        <span className={`tag ${TONES[group]}`}>{t(`crew.group.${group}`)}</span>
        {since !== undefined && <Age since={since} />}
      </div>
      <div className="muted cut">
        {unit} · {crew.force_type !== 'patrol' && `${forceNameOf(crew.force_type, lang)} · `}
        {t('crew.people', { officers: crew.officers, auxiliaries: crew.auxiliaries })}
      </div>
    </div>
  );
});

export const Crews = memo(function Crews(props: CrewsProps) {
  const { t, lang } = useTongue();
  const organisations = useOrganisations();
  usePositionAges();
  useForces();
  const [filter, setFilter] = useState<CrewFilter>({ text: '', group: null, org: null });
  useMovedEvery(CREW_KINDS, LISTS_MS);
  const crews = listOf(store, 'crew');
  const orders = listOf(store, 'order');
  const sorted = useMemo(() => byCallSign(crews), [crews]);
  const rows = useMemo(() => groupedRows(crewRows(sorted, orders), GROUPS), [sorted, orders]);
  const counts = GROUPS.map((group) => [group, rows.filter((row) => row.group === group).length] as const);
  const shown = useMemo(() => rows.filter((row) => crewFits(row, filter, (code) => orgName(code, lang))), [rows, filter, lang]);
  const units = useMemo(() => {
    const used = new Set(crews.map((one) => one.org_code));
    return organisations
      .filter((one) => used.has(one.code))
      .map((one) => ({ value: one.code, label: orgName(one.code, lang) }));
  }, [crews, organisations, lang]);
  const specials = useList('special_duty');
  const posts = useMemo(() => postsNow(specials), [specials]);
  const { ranking } = props;
  const hasSeats = useList('seat').length > 0;

  return (
    <section className="panel board-crews" aria-label={t('crews.title')}>
      <header>
        <Segmented<CrewView>
          size="small"
          value={props.view}
          onChange={props.onView}
          options={[
            { value: 'crews', label: t('board.crews') },
            { value: 'ranking', label: t('board.ranking') },
            ...(hasSeats ? [{ value: 'seats' as const, label: t('seats.title') }] : []),
          ]}
        />
        <span className="grow" />
        {props.onDetach !== undefined && (
          <button
            type="button"
            className="btn small quiet"
            aria-label={t('board.detach_crews')}
            title={t('common.with_key', { what: t('board.detach_crews'), key: 'C' })}
            onClick={props.onDetach}
          >
            <WindowIcon />
          </button>
        )}
      </header>
      {props.view === 'crews' && (
        <div className="board-crew-filter">
          <input
            className="field"
            type="search"
            aria-label={t('board.crew_search')}
            placeholder={t('board.crew_search')}
            value={filter.text}
            onChange={(event) => setFilter({ ...filter, text: event.target.value })}
          />
          <Select
            aria-label={t('board.crew_org')}
            placeholder={t('board.crew_org')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={filter.org ?? undefined}
            options={units}
            onChange={(org: string | undefined) => setFilter({ ...filter, org: org ?? null })}
          />
          <p className="board-counts" role="group" aria-label={t('board.filter_state')}>
            {counts.map(([group, n]) => (
              <button
                key={group}
                type="button"
                className="num"
                aria-pressed={filter.group === group}
                onClick={() => setFilter({ ...filter, group: filter.group === group ? null : group })}
              >
                {t(`crew.group.${group}`)} <strong>{n}</strong>
              </button>
            ))}
          </p>
        </div>
      )}
      {props.view === 'crews' && <Relocations onShow={props.onCrew} />}
      {props.view === 'crews' && <BoardPatrols onShow={props.onCrew} />}
      {props.view === 'ranking' && props.mode}
      {props.view === 'seats' && <Seats />}
      <div className="body" hidden={props.view === 'seats'}>
        {props.view === 'crews' && (
          <VirtualList
            label={t('crews.title')}
            items={shown}
            rowHeight={50}
            keyOf={(row) => row.crew.id}
            chosen={props.chosenCrew}
            onChoose={(row) => props.onCrew(row.crew.id)}
            empty={
              rows.length === 0 ? (
                <Empty title={t('board.no_crews')} what={t('board.no_crews_what')} />
              ) : (
                <Empty title={t('board.no_crews_match')} what={t('board.no_crews_match_what')} />
              )
            }
            render={(row) => <Line row={row} unit={orgName(row.crew.org_code, lang)} post={posts.get(row.crew.id)} />}
          />
        )}
        {props.view === 'ranking' && !props.hasIncident && (
          <Empty title={t('board.choose_first')} what={t('board.choose_first_what')} />
        )}
        {props.view === 'ranking' && props.hasIncident && (
          <>
            <Trouble sentence={ranking.trouble} />
            {ranking.ranking === null && ranking.isAsking && <p className="empty">{t('crews.ranking')}</p>}
            {ranking.ranking !== null && (
              <RankingList ranking={ranking.ranking} onSend={props.onSend} isBusy={props.isBusy} startsOpen />
            )}
          </>
        )}
      </div>
    </section>
  );
});
