/** Waiting and running, with what they are filtered by. */
import type { RefObject } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { WindowIcon } from '../../ui/WindowIcon.tsx';
import { Empty } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { EnterButton } from '../entered/EnterButton.tsx';
import { FilterBar, OverdueBar } from './FilterBar.tsx';
import { IncidentLine } from './IncidentLine.tsx';
import { Notices } from './Notices.tsx';
import type { BoardRow } from './rows.ts';
import { Surge } from './Surge.tsx';
import type { Board } from './useBoard.ts';

const ROW_PX = 54;

export interface ListsProps {
  readonly board: Board;
  readonly filterRef: RefObject<HTMLInputElement | null>;
  readonly onOpen: (row: BoardRow) => void;
  /** Puts the lists into a window of their own; left out where they are in one. */
  readonly onDetach?: (() => void) | undefined;
  /** Shows the seats; left out where there is no room for them. */
  readonly onSeats?: (() => void) | undefined;
}

/** How the answering stands, for those who see it. */
function Intake({ onSeats }: Pick<ListsProps, 'onSeats'>) {
  const { t } = useTongue();
  const contacts = useList('contact');
  const seats = useList('seat');
  if (seats.length === 0) return null;
  const waiting = contacts.filter((one) => one.state === 'waiting' || one.state === 'offered').length;
  const ready = seats.filter((one) => one.state === 'ready').length;
  const busy = seats.filter((one) => one.state === 'busy').length;
  const words = t('board.intake', { waiting, ready, busy });
  if (onSeats === undefined) return <p className="board-intake muted num">{words}</p>;
  return (
    <button
      type="button"
      className="board-intake muted num"
      title={t('common.with_key', { what: t('seats.title'), key: 's' })}
      onClick={onSeats}
    >
      {words}
    </button>
  );
}

export function Lists({ board, filterRef, onOpen, onDetach, onSeats }: ListsProps) {
  const { t } = useTongue();
  const { filter, isNarrow } = board;
  const list = (name: 'waiting' | 'running') => (
    <section className="panel" aria-label={t(`board.${name}`)}>
      <header>
        <h2 className="grow">{t(`board.${name}`)}</h2>
        <span className="num muted">{board[name].length}</span>
        {name === 'waiting' && onDetach !== undefined && (
          <button
            type="button"
            className="btn small quiet"
            aria-label={t('board.detach_lists')}
            title={t('common.with_key', { what: t('board.detach_lists'), key: 'D' })}
            onClick={onDetach}
          >
            <WindowIcon />
          </button>
        )}
      </header>
      <div className="body">
        <VirtualList
          label={t(`board.${name}`)}
          items={board[name]}
          rowHeight={ROW_PX}
          keyOf={(row: BoardRow) => row.incident.id}
          chosen={board.chosen?.incident.id ?? null}
          onChoose={(row: BoardRow) => board.choose(row.incident.id)}
          onOpen={onOpen}
          render={(row: BoardRow) => <IncidentLine row={row} />}
          empty={
            <Empty title={t(`board.none_${name}`)} what={isNarrow ? t('board.filtered') : t(`board.none_${name}_what`)} />
          }
        />
      </div>
    </section>
  );

  return (
    <div className="board-lists">
      <div className="panel board-filter">
        <FilterBar filter={filter} setFilter={board.setFilter} filterRef={filterRef} />
        <OverdueBar filter={filter} setFilter={board.setFilter} overdue={board.overdue} />
        <Intake onSeats={onSeats} />
        <EnterButton />
        <Notices />
        <Surge waiting={board.waiting} />
      </div>
      {list('waiting')}
      {list('running')}
    </div>
  );
}
