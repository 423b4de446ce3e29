/** Waiting and running, with a filter of the own area. */
import { Select } from 'antd';
import { useMemo, type RefObject } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { IncidentLine } from './IncidentLine.tsx';
import type { BoardRow } from './rows.ts';
import type { Board } from './useBoard.ts';

const ROW_PX = 54;

export interface ListsProps {
  readonly board: Board;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly onOpen: (row: BoardRow) => void;
}

/** How the answering stands, for those who see it. */
function Intake() {
  const { t } = useTongue();
  const contacts = useList('contact');
  const seats = useList('seat');
  if (seats.length === 0) return null;
  const waiting = contacts.filter((one) => one.state === 'waiting' || one.state === 'offered').length;
  const ready = seats.filter((one) => one.state === 'ready').length;
  const busy = seats.filter((one) => one.state === 'busy').length;
  return <p className="board-intake muted num">{t('board.intake', { waiting, ready, busy })}</p>;
}

export function Lists({ board, filterRef, onOpen }: ListsProps) {
  const { t, lang, pick } = useTongue();
  const organisations = useOrganisations();
  const { filter, setFilter } = board;
  const options = useMemo(
    () =>
      organisations
        .filter((one) => one.kind === 'county' || one.kind === 'station')
        .map((one) => ({ value: one.code, label: (one.kind === 'station' ? '\u3000' : '') + pick(one.name_zh, one.name_en) })),
    // `lang` says all that matters of `pick`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [organisations, lang],
  );
  const shared = {
    rowHeight: ROW_PX,
    keyOf: (row: BoardRow) => row.incident.id,
    chosen: board.chosen?.incident.id ?? null,
    onChoose: (row: BoardRow) => board.choose(row.incident.id),
    onOpen,
    render: (row: BoardRow) => <IncidentLine row={row} />,
  };
  const isFiltered = filter.text !== '' || filter.org !== null;
  const count = (rows: readonly BoardRow[]) => <span className="num muted">{rows.length}</span>;

  return (
    <div className="board-lists">
      <div className="panel board-filter">
        <input
          ref={filterRef}
          className="field"
          type="search"
          aria-label={t('board.filter')}
          placeholder={`${t('board.filter')}  /`}
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <Select
          aria-label={t('board.area')}
          placeholder={t('board.area_all')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={filter.org ?? undefined}
          options={options}
          onChange={(org: string | undefined) => setFilter({ ...filter, org: org ?? null })}
        />
        <Intake />
      </div>
      <section className="panel" aria-label={t('board.waiting')}>
        <header>
          <h2 className="grow">{t('board.waiting')}</h2>
          {count(board.waiting)}
        </header>
        <div className="body">
          <VirtualList
            {...shared}
            label={t('board.waiting')}
            items={board.waiting}
            empty={<Empty title={t('board.none_waiting')} what={isFiltered ? t('board.filtered') : t('board.none_waiting_what')} />}
          />
        </div>
      </section>
      <section className="panel" aria-label={t('board.running')}>
        <header>
          <h2 className="grow">{t('board.running')}</h2>
          {count(board.running)}
        </header>
        <div className="body">
          <VirtualList
            {...shared}
            label={t('board.running')}
            items={board.running}
            empty={<Empty title={t('board.none_running')} what={isFiltered ? t('board.filtered') : t('board.none_running_what')} />}
          />
        </div>
      </section>
    </div>
  );
}
