/** Crews by what they do; or, for the chosen incident, ranked with reasons. */
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { RankingList } from '../../panels/RankingList.tsx';
import { Age } from '../../panels/marks.tsx';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import type { RankingNow } from '../../panels/useRanking.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { crewRows, type CrewGroup, type CrewRow } from './rows.ts';

const GROUPS: readonly CrewGroup[] = ['free', 'called', 'way', 'scene', 'off'];
const TONES: Readonly<Record<CrewGroup, string>> = { free: 'ok', called: 'warn', way: 'accent', scene: 'accent', off: '' };

export type CrewView = 'crews' | 'ranking';

export interface CrewsProps {
  readonly view: CrewView;
  readonly onView: (view: CrewView) => void;
  readonly chosenCrew: string | null;
  readonly onCrew: (row: CrewRow) => void;
  readonly ranking: RankingNow;
  readonly hasIncident: boolean;
  readonly onSend: ((crewId: string) => void) | undefined;
  readonly isBusy: boolean;
}

function Line({ row }: { row: CrewRow }) {
  const { t, lang } = useTongue();
  const { crew, order, group } = row;
  const since = order?.arrived_at ?? order?.departed_at ?? order?.accepted_at ?? order?.ordered_at;
  return (
    <div className="line">
      <div className="row">
        <strong className="grow cut">{crew.call_sign}</strong>
        <span className={`tag ${TONES[group]}`}>{t(`crew.group.${group}`)}</span>
        {since !== undefined && <Age since={since} />}
      </div>
      <div className="muted cut">
        {orgName(crew.org_code, lang)} · {t('crew.people', { officers: crew.officers, auxiliaries: crew.auxiliaries })}
      </div>
    </div>
  );
}

export function Crews(props: CrewsProps) {
  const { t } = useTongue();
  useOrganisations();
  const crews = useList('crew');
  const orders = useList('order');
  const rows = useMemo(
    () =>
      [...crewRows(crews, orders)].sort(
        (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || (a.crew.call_sign < b.crew.call_sign ? -1 : 1),
      ),
    [crews, orders],
  );
  const counts = GROUPS.map((group) => [group, rows.filter((row) => row.group === group).length] as const);
  const { ranking } = props;

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
          ]}
        />
      </header>
      {props.view === 'crews' && (
        <p className="board-counts">
          {counts.map(([group, n]) => (
            <span key={group} className="num">
              {t(`crew.group.${group}`)} <strong>{n}</strong>
            </span>
          ))}
        </p>
      )}
      <div className="body">
        {props.view === 'crews' && (
          <VirtualList
            label={t('crews.title')}
            items={rows}
            rowHeight={50}
            keyOf={(row) => row.crew.id}
            chosen={props.chosenCrew}
            onChoose={props.onCrew}
            empty={<Empty title={t('board.no_crews')} what={t('board.no_crews_what')} />}
            render={(row) => <Line row={row} />}
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
}
