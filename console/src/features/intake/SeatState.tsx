/** The state of the own seat, and the ways out of it. */
import { Switch } from 'antd';
import { setPrefs, usePrefs } from '../../app/prefs.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { Seat } from './useSeat.ts';

const TONES = { off: '', ready: 'ok', offered: 'warn', busy: 'accent', paused: 'warn' } as const;

export function SeatState({ seat, isBusy, onTurn }: { seat: Seat; isBusy: boolean; onTurn: () => void }) {
  const { t, term } = useTongue();
  const { autoAnswer } = usePrefs();
  const { state } = seat;
  return (
    <section className="panel seat-state" aria-label={t('seat.state')}>
      <div className="row">
        <span className={`tag ${TONES[state]}`} role="status">
          {term('seat.state', state)}
        </span>
        {seat.seat !== null && state !== 'off' && <Age since={seat.seat.since} />}
        <span className="grow" />
        {state !== 'busy' && (
          <button type="button" className={state === 'off' ? 'btn small primary' : 'btn small'} disabled={isBusy} onClick={onTurn}>
            {state === 'ready' || state === 'offered' ? t('seat.pause') : t('seat.go_ready')} <kbd>F2</kbd>
          </button>
        )}
        {state !== 'off' && state !== 'busy' && (
          <button type="button" className="btn small quiet" disabled={isBusy} onClick={() => void seat.move('off')}>
            {t('seat.leave')}
          </button>
        )}
      </div>
      <label className="row seat-auto">
        <Switch size="small" checked={autoAnswer} onChange={(on) => setPrefs({ autoAnswer: on })} />
        {t('seat.auto_answer')}
      </label>
    </section>
  );
}
