/** The seat of a call-taker: strips, form, map and crews, command line. The hand never leaves the keyboard. */
import '../../panels/form/form.css';
import './seat.css';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useList, useOne } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { InHand } from './InHand.tsx';
import { SeatIdle } from './SeatIdle.tsx';
import { SeatState } from './SeatState.tsx';
import { Strips } from './Strips.tsx';
import { sweepDrafts } from '../../panels/form/callDraft.ts';
import { stripsOf } from './queue.ts';
import { useSeat } from './useSeat.ts';
import { useSeatKeys } from './useSeatKeys.ts';

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
  const command = useRef<HTMLInputElement>(null);
  const [isIdleAsked, setIdleAsked] = useState(0);

  useEffect(sweepDrafts, []);

  function takeNext(): void {
    const next = strips.ringing[0] ?? strips.waiting[0];
    if (next !== undefined) void seat.take(next.id);
  }
  function turnReady(): void {
    void seat.move(seat.state === 'ready' || seat.state === 'offered' ? 'paused' : 'ready');
    setIdleAsked((n) => n + 1);
  }
  useSeatKeys({ takeNext, turnReady, isBusy: seat.state === 'busy' });

  return (
    <div className="seat">
      <div className="seat-left">
        <SeatState seat={seat} isBusy={action.state !== 'idle'} onTurn={turnReady} />
        <Strips
          strips={strips}
          contacts={contacts}
          isReady={seat.state === 'ready'}
          onTake={(id) => void seat.take(id)}
          onDecline={(id) => void seat.decline(id)}
        />
      </div>
      {inHand !== undefined ? (
        <InHand key={inHand.id} contact={inHand} seat={seat} action={action} commandRef={command} />
      ) : (
        <>
          <section className="panel seat-form idle" aria-label={t('seat.form')}>
            <div className="body">
              <SeatIdle state={seat.state} waiting={strips.waiting.length + strips.ringing.length} key={isIdleAsked} />
              <div className="seat-fields">
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
        </>
      )}
    </div>
  );
}
