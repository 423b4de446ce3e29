/** Nothing in hand: what to do. */
import { useTongue } from '../../i18n/index.ts';
import { Countdown } from '../../panels/marks.tsx';
import type { Seat } from './useSeat.ts';

export function SeatIdle({ seat, waiting, held }: { seat: Seat; waiting: number; held: number }) {
  const { t, term } = useTongue();
  const { state } = seat;
  const reason = seat.seat?.reason ?? null;
  return (
    <div className="seat-idle" role="status">
      {(state === 'off' || state === 'paused') && (
        <>
          <h2>{state === 'off' ? t('idle.off') : reason === null ? t('idle.paused') : term('pause', reason)}</h2>
          <p>
            <kbd>F2</kbd> {t('idle.go_ready')}
          </p>
        </>
      )}
      {state === 'offered' && (
        <>
          <h2>{t('idle.ringing')}</h2>
          <p>
            <kbd>F4</kbd> {t('idle.take')}
          </p>
        </>
      )}
      {state === 'wrap_up' && (
        <>
          <h2>
            {term('seat.state', 'wrap_up')} {seat.seat?.until != null && <Countdown due={seat.seat.until} warnBelow={0} />}
          </h2>
          <p className="muted">{t('wrap.what')}</p>
          <p>
            <kbd>F2</kbd> {t('wrap.ready_now')}
          </p>
        </>
      )}
      {state === 'ready' && (
        <>
          <h2>{t('idle.ready')}</h2>
          <p className="muted">{t('idle.ready_what')}</p>
        </>
      )}
      {state === 'holding' && (
        <>
          <h2>{t('hold.idle')}</h2>
          <p className="muted">{t('hold.idle_what')}</p>
        </>
      )}
      {held > 0 && (
        <p>
          <kbd>F3</kbd> {t('hold.take_back')}
        </p>
      )}
      {waiting > 0 && state !== 'offered' && (
        <p>
          <kbd>F4</kbd> {t('idle.take_waiting', { n: waiting })}
        </p>
      )}
    </div>
  );
}
