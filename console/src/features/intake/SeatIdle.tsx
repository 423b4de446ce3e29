/** Nothing in hand: what to do. */
import { useTongue } from '../../i18n/index.ts';
import type { SeatState } from '../../sync/kinds.ts';

export function SeatIdle({ state, waiting }: { state: SeatState; waiting: number }) {
  const { t } = useTongue();
  return (
    <div className="seat-idle" role="status">
      {state === 'off' || state === 'paused' ? (
        <>
          <h2>{state === 'off' ? t('idle.off') : t('idle.paused')}</h2>
          <p>
            <kbd>F2</kbd> {t('idle.go_ready')}
          </p>
        </>
      ) : state === 'offered' ? (
        <>
          <h2>{t('idle.ringing')}</h2>
          <p>
            <kbd>F4</kbd> {t('idle.take')}
          </p>
        </>
      ) : (
        <>
          <h2>{t('idle.ready')}</h2>
          <p className="muted">{t('idle.ready_what')}</p>
        </>
      )}
      {waiting > 0 && state !== 'offered' && (
        <p>
          <kbd>F4</kbd> {t('idle.take_waiting', { n: waiting })}
        </p>
      )}
    </div>
  );
}
