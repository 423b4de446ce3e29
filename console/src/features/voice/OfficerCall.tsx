/** The officer's side of the call: it rings, big keys answer or decline; then a bar with what a thumb needs. */
import './voice.css';
import { useEffect, useRef } from 'react';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { askMicrophone, muteVoice, takeVoiceCall, useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';
import { notice, play } from '../../ui/tones.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import * as asks from './asks.ts';
import { isCalled, isLive } from './parties.ts';
import { Level } from './Level.tsx';
import { LineNote } from './LineNote.tsx';
import { useHeadset } from './useHeadset.ts';
import { useLoudspeaker } from './useLoudspeaker.ts';

const RING_AGAIN_MS = 2_000;

/** The screen stays on while somebody rings or speaks. */
function useAwake(isOn: boolean): void {
  const lock = useRef<WakeLockSentinel | null>(null);
  useEffect(() => {
    if (!isOn || !('wakeLock' in navigator)) return undefined;
    let isOver = false;
    const hold = () => {
      if (document.visibilityState !== 'visible') return;
      // A phone that saves its battery says no: the call goes on all the same.
      navigator.wakeLock.request('screen').then(
        (one) => {
          if (isOver) void one.release();
          else lock.current = one;
        },
        () => undefined,
      );
    };
    hold();
    document.addEventListener('visibilitychange', hold);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', hold);
      void lock.current?.release();
      lock.current = null;
    };
  }, [isOn]);
}

function useRinging(isOn: boolean, text: string): void {
  useEffect(() => {
    if (!isOn) return undefined;
    notice(text, '', 'call');
    const ring = () => {
      play('ring', true);
      if ('vibrate' in navigator) navigator.vibrate([500, 200, 500]);
    };
    ring();
    const timer = setInterval(ring, RING_AGAIN_MS);
    return () => {
      clearInterval(timer);
      if ('vibrate' in navigator) navigator.vibrate(0);
    };
  }, [isOn, text]);
}

/** What rings here or is spoken in here: by the line itself, and by the feed when the line is not there. */
function useOwnCall(orderId: string | null) {
  const me = useMe();
  const { line } = useVoice();
  const calls = useList('call');
  const at = line.joined ?? line.ringing;
  for (const call of calls) {
    const leg = call.legs.find(
      (one) =>
        one.kind === 'officer' &&
        isLive(one) &&
        (one.id === at?.legId || one.person_id === me.account_id || (one.order_id !== null && one.order_id === orderId)),
    );
    if (leg !== undefined) return { call, leg };
  }
  return null;
}

export function OfficerCall({ order }: { order: Of<'order'> | null }) {
  const { t } = useTongue();
  const action = useAction();
  const { line, isMuted, quality } = useVoice();
  const found = useOwnCall(order?.id ?? null);
  const rings = line.ringing !== null;
  const isIn = line.joined !== null;
  useRinging(rings, t('officer.rings'));
  useAwake(rings || isIn);
  useEffect(() => {
    if (!isIn) muteVoice(false);
  }, [isIn]);

  const answer = () => {
    // The phone may ask for the microphone now; the officer hears at once, and is heard when it is allowed.
    if (line.microphone !== 'open') askMicrophone();
    takeVoiceCall();
  };
  useHeadset(rings || isIn, () => (rings ? answer() : muteVoice(!isMuted)));
  const at = line.joined ?? line.ringing;
  const leave = () => {
    if (at !== null) void action.run((send) => asks.removeParty(send, at.callId, at.legId));
  };
  const others = found?.call.legs.filter((leg) => leg.kind === 'seat' && leg.state === 'joined').length ?? 0;

  if (rings) {
    return (
      <section className="card officer-call rings" role="alert">
        <h2>{t('officer.rings')}</h2>
        <p>{order === null ? t('officer.rings_what') : t('officer.rings_order')}</p>
        <LineNote />
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <button type="button" className="btn primary huge" onClick={answer}>
          {t('officer.answer')}
        </button>
        <button type="button" className="btn block danger" disabled={action.state !== 'idle'} onClick={leave}>
          {t('officer.decline')}
        </button>
      </section>
    );
  }
  if (isIn) {
    return (
      <section className="card officer-call" aria-label={t('call.title')}>
        <div className="row wrap">
          <strong>{t('officer.in_call')}</strong>
          {found !== null && <Age since={found.leg.since} />}
          {found !== null && <span className="muted">{others > 0 ? t('officer.with_seat') : t('officer.with_caller')}</span>}
          <span className="grow" />
          <Level of="far" label={t('call.level_far')} />
        </div>
        {(quality === 'poor' || quality === 'silent') && <p className="hint warn">{t('officer.poor')}</p>}
        <LineNote />
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="officer-keys">
          <button type="button" className="btn" aria-pressed={isMuted} onClick={() => muteVoice(!isMuted)}>
            {isMuted ? t('call.unmute') : t('call.mute')}
          </button>
          <Loudspeaker />
          <button type="button" className="btn danger" disabled={action.state !== 'idle'} onClick={leave}>
            {t('officer.leave')}
          </button>
        </div>
      </section>
    );
  }
  // Rung over the phone number, or the line is not there: what goes on is said all the same.
  return found === null ? <Standing /> : (
    <p className="card" role="status">
      {isCalled(found.leg) ? t('officer.rings_elsewhere') : t('officer.in_elsewhere')}
    </p>
  );
}

/** Before a call: whether this phone could take one. */
function Standing() {
  const { t } = useTongue();
  const { line } = useVoice();
  if (line.link === 'off' || line.link === 'signed_out') return null;
  return (
    <div className="officer-line">
      {line.media === 'up' && line.microphone === 'open' && (
        <p className="muted" role="status">
          <span aria-hidden="true">●</span> {t('officer.line_up')}
        </p>
      )}
      <LineNote />
    </div>
  );
}

function Loudspeaker() {
  const { t } = useTongue();
  const { isLoud, canBeLoud, toggle } = useLoudspeaker();
  if (!canBeLoud) return <span className="muted officer-loud">{t('officer.loud_by_phone')}</span>;
  return (
    <button type="button" className="btn" aria-pressed={isLoud} onClick={toggle}>
      {t('officer.loud')}
    </button>
  );
}
