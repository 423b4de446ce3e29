/** The own seat: its state, its sign of life, its tones. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { store, findOf, useList } from '../../app/hall.ts';
import { currentPrefs, usePrefs } from '../../app/prefs.ts';
import { useMe } from '../../app/session.ts';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of, PauseReason } from '../../sync/kinds.ts';
import { notice, play } from '../../ui/tones.ts';

const RING_AGAIN_MS = 2_000;

export interface Seat {
  readonly seat: Of<'seat'> | null;
  readonly state: Of<'seat'>['state'];
  readonly move: (to: 'ready' | 'paused' | 'off', reason?: PauseReason) => Promise<boolean>;
  readonly take: (contactId: string) => Promise<boolean>;
  readonly decline: (contactId: string) => Promise<boolean>;
  readonly hold: (contactId: string) => Promise<boolean>;
  readonly resume: (contactId: string) => Promise<boolean>;
  readonly finish: () => Promise<boolean>;
}

export function useSeat(action: Action): Seat {
  const { t } = useTongue();
  const me = useMe();
  const { autoAnswer } = usePrefs();
  const seats = useList('seat');
  const seat = useMemo(() => seats.find((one) => one.account_id === me.account_id) ?? null, [seats, me.account_id]);
  const state = seat?.state ?? 'off';
  const offered = state === 'offered' ? (seat?.contact_id ?? null) : null;
  const { run, idle } = action;
  const taking = useRef<string | null>(null);

  const isOn = state !== 'off';
  useEffect(() => {
    if (!isOn) return undefined;
    const worker = new Worker(new URL('../../source/beat.worker.ts', import.meta.url), { type: 'module', name: 'beat' });
    worker.postMessage(true);
    return () => worker.terminate();
  }, [isOn]);

  const take = useCallback(
    async (contactId: string) => {
      if (taking.current === contactId) return false;
      taking.current = contactId;
      try {
        // The ring may be here before the answer to "ready" is: who answers then is not passed over.
        await idle();
        return await run(async (send) => {
          await send({ path: '/api/intake/contacts/{contact_id}/take', values: { contact_id: contactId } });
        });
      } finally {
        taking.current = null;
      }
    },
    [run, idle],
  );

  useEffect(() => {
    if (offered === null) return undefined;
    const contact = findOf(store, 'contact', offered);
    notice(t('seat.ringing'), contact?.number ?? '', `ring-${offered}`);
    if (autoAnswer) {
      play('answer', currentPrefs().isMuted);
      void take(offered);
      return undefined;
    }
    const ring = () => play('ring', currentPrefs().isMuted);
    ring();
    const timer = setInterval(ring, RING_AGAIN_MS);
    return () => clearInterval(timer);
  }, [offered, autoAnswer, take, t]);

  const move = useCallback(
    (to: 'ready' | 'paused' | 'off', reason?: PauseReason) =>
      run(async (send) => {
        await send({ path: '/api/intake/seat', body: { to, reason: reason ?? null } });
      }),
    [run],
  );
  const decline = useCallback(
    (contactId: string) =>
      run(async (send) => {
        await send({ path: '/api/intake/contacts/{contact_id}/decline', values: { contact_id: contactId } });
      }),
    [run],
  );
  const hold = useCallback(
    (contactId: string) =>
      run(async (send) => {
        await send({ path: '/api/intake/contacts/{contact_id}/hold', values: { contact_id: contactId } });
      }),
    [run],
  );
  const resume = useCallback(
    (contactId: string) =>
      run(async (send) => {
        await send({ path: '/api/intake/contacts/{contact_id}/resume', values: { contact_id: contactId } });
      }),
    [run],
  );
  const finish = useCallback(
    () =>
      run(async (send) => {
        await send({ path: '/api/intake/seat/finish' });
      }),
    [run],
  );
  return { seat, state, move, take, decline, hold, resume, finish };
}
