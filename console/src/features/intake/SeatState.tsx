/** The state of the own seat, why it is paused, how long it still wraps up, and the ways out of it. */
import { Switch } from 'antd';
import { useEffect, useState } from 'react';
import { setPrefs, usePrefs } from '../../app/prefs.ts';
import { useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age, Countdown } from '../../panels/marks.tsx';
import { VoiceLine } from '../voice/VoiceLine.tsx';
import type { Seat } from './useSeat.ts';

const TONES = { off: '', ready: 'ok', offered: 'warn', busy: 'accent', paused: 'warn', holding: 'warn', wrap_up: 'accent' } as const;

/** A page just opened is still connecting: nothing is said before. */
const NO_LINE_AFTER_MS = 6_000;

/** Whether the part has been shown for so long. */
function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLate;
}

function Clock({ seat }: { seat: Seat }) {
  const { state } = seat;
  if (seat.seat === null || state === 'off') return null;
  if (state === 'wrap_up' && seat.seat.until !== null) return <Countdown due={seat.seat.until} warnBelow={0} />;
  return <Age since={seat.seat.since} />;
}

/** Who cannot speak is given no callers: said where one waits for them in vain. The hall's word, not this browser's. */
function NoLine({ seat }: { seat: Seat }) {
  const { t } = useTongue();
  const { line } = useVoice();
  const isLate = useLate(NO_LINE_AFTER_MS);
  if (!isLate || seat.seat === null || seat.state === 'off' || seat.seat.has_line || !seat.seat.takes_calls || line.link === 'unavailable') return null;
  return (
    <p className="hint warn" role="status">
      {t('seat.no_line')}
    </p>
  );
}

export function SeatState({ seat, isBusy, onTurn }: { seat: Seat; isBusy: boolean; onTurn: () => void }) {
  const { t, term } = useTongue();
  const { autoAnswer } = usePrefs();
  const { state } = seat;
  const isOpen = state === 'ready' || state === 'offered';
  const reason = state === 'paused' ? (seat.seat?.reason ?? null) : null;
  return (
    <section className="panel seat-state" aria-label={t('seat.state')}>
      <div className="row">
        <span className={`tag ${TONES[state]}`} role="status">
          {reason === null ? term('seat.state', state) : term('pause', reason)}
        </span>
        <Clock seat={seat} />
        <span className="grow" />
        {state !== 'busy' && (
          <button type="button" className={state === 'off' ? 'btn small primary' : 'btn small'} disabled={isBusy} onClick={onTurn}>
            {isOpen ? t('seat.pause') : t('seat.go_ready')} <kbd>F2</kbd>
          </button>
        )}
        {(isOpen || state === 'paused') && (
          <button type="button" className="btn small quiet" disabled={isBusy} onClick={() => void seat.move('off')}>
            {t('seat.leave')}
          </button>
        )}
      </div>
      <label className="row seat-auto">
        <Switch size="small" checked={autoAnswer} onChange={(on) => setPrefs({ autoAnswer: on })} />
        {t('seat.auto_answer')}
      </label>
      <VoiceLine />
      <NoLine seat={seat} />
    </section>
  );
}
