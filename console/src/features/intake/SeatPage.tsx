/** The seat of a call-taker: strips, form, map and crews, command line. The hand never leaves the keyboard. */
import '../../panels/form/form.css';
import './seat.css';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useList, useOne } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { muteVoice, useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Of, PauseReason } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { CallStrip } from '../voice/CallStrip.tsx';
import { useHeadset } from '../voice/useHeadset.ts';
import { CommandLine, type CommandCall } from './CommandLine.tsx';
import { InHand } from './InHand.tsx';
import { PauseDialog } from './PauseDialog.tsx';
import { SeatIdle } from './SeatIdle.tsx';
import { SeatState } from './SeatState.tsx';
import { Unjoin } from './Unjoin.tsx';
import { Strips } from './Strips.tsx';
import { sweepDrafts } from '../../panels/form/callDraft.ts';
import { stripsOf } from './queue.ts';
import { useSeat } from './useSeat.ts';
import { useSeatKeys } from './useSeatKeys.ts';

const NONE: readonly Of<'incident'>[] = [];
const SeatMap = lazy(() => import('./SeatMap.tsx'));

export default function SeatPage() {
  const { t } = useTongue();
  const me = useMe();
  const action = useAction();
  const seat = useSeat(action);
  const contacts = useList('contact');
  const strips = useMemo(
    () => stripsOf(contacts, seat.seat, me.account_id),
    [contacts, seat.seat, me.account_id],
  );
  const inHand = useOne('contact', seat.state === 'busy' ? seat.seat?.contact_id : null);
  const call = useOne('call', inHand?.id);
  const { line, isMuted } = useVoice();
  const command = useRef<HTMLInputElement>(null);
  const [isPausing, setPausing] = useState(false);

  useEffect(sweepDrafts, []);

  function takeNext(): void {
    const next = strips.ringing[0] ?? strips.waiting[0];
    if (next !== undefined) void seat.take(next.id);
  }
  function turnReady(): void {
    if (seat.state === 'ready' || seat.state === 'offered') setPausing(true);
    else void seat.move('ready');
  }
  function holdOrResume(): void {
    const longest = strips.held[0];
    if (inHand?.state === 'taken') void seat.hold(inHand.id);
    else if (longest !== undefined) void seat.resume(longest.id);
  }
  function obey({ name, value }: CommandCall): void {
    if (name === 'take') takeNext();
    else if (name === 'ready') void seat.move('ready');
    else if (name === 'pause') void seat.move('paused', value as PauseReason);
    else if (name === 'resume') holdOrResume();
    command.current?.blur();
  }
  const isBusy = seat.state === 'busy';
  useHeadset(strips.ringing.length > 0 || line.joined !== null, () => {
    if (!isBusy) takeNext();
    else muteVoice(!isMuted);
  });
  useSeatKeys({ takeNext, turnReady, holdOrResume, isBusy });
  useKeys({ '/': () => command.current?.focus(), 'ctrl+/': () => command.current?.focus() }, inHand === undefined);

  return (
    <div className={call === undefined ? 'seat' : 'seat with-call'}>
      <div className="seat-left">
        <SeatState seat={seat} isBusy={action.state !== 'idle'} onTurn={turnReady} />
        <Strips
          strips={strips}
          isReady={seat.state === 'ready'}
          onTake={(id) => void seat.take(id)}
          onDecline={(id) => void seat.decline(id)}
          onResume={(id) => void seat.resume(id)}
        />
      </div>
      {inHand !== undefined && call !== undefined && (
        <CallStrip
          // Not the contact's id alone: the form beside it has that key, and two alike leave the strip standing on hold.
          key={`call-${call.id}`}
          call={call}
          contact={inHand}
          onHold={() => void seat.hold(inHand.id)}
          onLeave={() => document.getElementById('narrative')?.focus()}
        />
      )}
      {inHand !== undefined ? (
        <InHand key={inHand.id} contact={inHand} seat={seat} action={action} commandRef={command} />
      ) : (
        <>
          <section className="panel seat-form idle" aria-label={t('seat.form')}>
            <div className="body">
              <SeatIdle seat={seat} waiting={strips.waiting.length + strips.ringing.length} held={strips.held.length} />
              <div className="seat-fields">
                <Unjoin action={action} />
                <Trouble sentence={action.trouble} onClose={action.clear} />
              </div>
            </div>
          </section>
          <div className="seat-right alone">
            <section className="panel seat-map" aria-label={t('map.title')}>
              <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
                <SeatMap call={null} own={[]} marked={null} onPick={() => undefined} onTake={() => undefined} />
              </Suspense>
            </section>
          </div>
          <footer className="seat-command">
            <div className="grow">
              <CommandLine
                inputRef={command}
                isIdle
                ranking={null}
                incidents={NONE}
                onCall={obey}
                onLeave={() => command.current?.blur()}
              />
            </div>
          </footer>
        </>
      )}
      <PauseDialog isOpen={isPausing} onClose={() => setPausing(false)} onPause={(reason) => void seat.move('paused', reason)} />
    </div>
  );
}
