/** Who sits at the phones: ready, talking, wrapping up, away, why and since when. */
import { memo, useMemo, useState } from 'react';
import { findOf, store, useList } from '../../app/hall.ts';
import { useVoiceLevel } from '../../app/voiceLevel.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age, Countdown } from '../../panels/marks.tsx';
import type { Of, SeatState } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { SeatsPlanned } from '../duty/SeatsPlanned.tsx';
import { SEAT_STATES, SEAT_TONES, sortSeats } from './seats.ts';

const Line = memo(function Line({ seat, hasVoice }: { seat: Of<'seat'>; hasVoice: boolean }) {
  const { t, term } = useTongue();
  const { state, contact_id: contact, reason } = seat;
  const number = contact === null ? undefined : findOf(store, 'contact', contact)?.number;
  const what = state === 'paused' && reason !== null ? term('pause', reason) : (number ?? '');
  return (
    <div className="line">
      <div className="row">
        <strong className="grow cut">{seat.account_name}</strong>
        {hasVoice && state !== 'off' && seat.takes_calls && !seat.has_line && (
          <span className="tag danger" title={t('seats.no_line_what')}>
            {t('seats.no_line')}
          </span>
        )}
        <span className={`tag ${SEAT_TONES[state]}`}>{term('seat.state', state)}</span>
        {state === 'wrap_up' && seat.until !== null ? (
          <span title={t('seats.wraps_up')}>
            <Countdown due={seat.until} warnBelow={0} />
          </span>
        ) : (
          state !== 'off' && <Age since={seat.since} />
        )}
      </div>
      <div className="row muted">
        <span className="grow cut num">{what}</span>
        <span className="num" title={t('seats.since')}>
          {clockOf(seat.since)}
        </span>
      </div>
    </div>
  );
});

export function Seats() {
  const { t, term } = useTongue();
  const seats = useList('seat');
  const level = useVoiceLevel();
  const hasVoice = level !== null && level.level !== 'none';
  const [only, setOnly] = useState<SeatState | null>(null);
  const sorted = useMemo(() => sortSeats(seats), [seats]);
  const counts = SEAT_STATES.map((state) => [state, seats.filter((one) => one.state === state).length] as const);
  const shown = only === null ? sorted : sorted.filter((one) => one.state === only);
  return (
    <>
      <SeatsPlanned />
      <p className="board-counts board-seat-counts" role="group" aria-label={t('board.filter_state')}>
        {counts
          .filter(([state, n]) => n > 0 || state === only)
          .map(([state, n]) => (
            <button
              key={state}
              type="button"
              className="num"
              aria-pressed={only === state}
              onClick={() => setOnly(only === state ? null : state)}
            >
              {term('seat.state', state)} <strong>{n}</strong>
            </button>
          ))}
      </p>
      <div className="body">
        <VirtualList
          label={t('seats.title')}
          items={shown}
          rowHeight={50}
          keyOf={(seat) => seat.id}
          chosen={null}
          onChoose={() => undefined}
          empty={<Empty title={t('seats.none')} what={t('seats.none_what')} />}
          render={(seat) => <Line seat={seat} hasVoice={hasVoice} />}
        />
      </div>
    </>
  );
}
