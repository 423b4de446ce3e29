/** 紧急求助: held for two seconds, with a finger or a key; no question is asked. Position goes along if there is one. */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Urgent } from './useUrgent.ts';

const HOLD_MS = 2_000;
/** The call does not wait long for a fix: the hall knows where the crew was last. */
const FIX_MS = 1_500;

async function fix(): Promise<{ position: object; accuracy_m: number } | null> {
  if (!('geolocation' in navigator) || !isSecureContext) return null;
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), FIX_MS);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        clearTimeout(late);
        resolve({ position: { lon: coords.longitude, lat: coords.latitude, datum: 'WGS84' }, accuracy_m: coords.accuracy });
      },
      () => {
        clearTimeout(late);
        resolve(null);
      },
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: FIX_MS },
    );
  });
}

export function PanicButton({ urgent, orderId }: { urgent: Urgent; orderId: string | null }) {
  const { t } = useTongue();
  const me = useMe();
  const all = useList('panic');
  const live = useMemo(() => all.find((one) => one.account_id === me.account_id && one.state !== 'ended'), [all, me.account_id]);
  const [isHeld, setHeld] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isWaiting = urgent.waiting.some((item) => item.step === 'panic');
  useEffect(() => () => clearTimeout(timer.current), []);

  function raise(isDown: boolean): void {
    const pressed = new Date().toISOString();
    if ('vibrate' in navigator) navigator.vibrate([400, 100, 400]);
    void fix().then((found) => {
      urgent.add('panic', 'panic', { order_id: orderId, is_officer_down: isDown, pressed_at: pressed, ...found });
    });
  }
  function press(): void {
    if (timer.current !== undefined) return;
    setHeld(true);
    timer.current = setTimeout(() => {
      letGo();
      raise(false);
    }, HOLD_MS);
  }
  function letGo(): void {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHeld(false);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) press();
  }
  return (
    <section className="panic" aria-label={t('panic.mine')}>
      {(live !== undefined || isWaiting) && (
        <p className="panic-state" role="alert">
          <strong>{t('panic.mine')}</strong>{' '}
          {live === undefined
            ? t('panic.waiting')
            : live.state === 'raised'
              ? t('panic.state.raised')
              : t('panic.state.acknowledged', { name: live.acknowledged_by ?? '' })}
        </p>
      )}
      <Trouble sentence={urgent.trouble} onClose={urgent.dismiss} />
      <div className="panic-row">
        <button
          type="button"
          className={isHeld ? 'btn panic-button held' : 'btn panic-button'}
          onPointerDown={press}
          onPointerUp={letGo}
          onPointerLeave={letGo}
          onPointerCancel={letGo}
          onContextMenu={(event) => event.preventDefault()}
          onKeyDown={onKey}
          onKeyUp={letGo}
          onBlur={letGo}
        >
          {isHeld ? t('panic.holding') : `${t('panic.button')} · ${t('panic.hold')}`}
        </button>
        {live !== undefined && !live.is_officer_down && (
          <button type="button" className="btn danger" onClick={() => raise(true)}>
            {t('panic.down')}
          </button>
        )}
      </div>
    </section>
  );
}
