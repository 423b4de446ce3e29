/** The call of the contact in hand, and everything the seat can do with it by voice. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction, type Action, type Send } from '../../app/useAction.ts';
import { askMicrophone, muteVoice, useVoice, type Voice } from '../../app/voice.ts';
import type { Leg, LegMode, Of } from '../../sync/kinds.ts';
import * as asks from './asks.ts';
import { isLive, ownLeg, type PartnerLine, type TransferChoice } from './parties.ts';

/** So long "hang up" waits for its second press. */
const SURE_MS = 4_000;

export interface Strip {
  readonly call: Of<'call'>;
  readonly own: Leg | undefined;
  readonly officer: Leg | undefined;
  readonly voice: Voice;
  readonly action: Action;
  readonly isSure: boolean;
  readonly isMuted: boolean;
  readonly mute: () => void;
  readonly whisper: () => void;
  readonly leave: () => void;
  /** Once: asks whether it is meant; twice: hangs up for everybody. */
  readonly hangUp: () => void;
  readonly remove: (leg: Leg) => void;
  readonly again: (leg: Leg) => void;
  readonly rejoin: () => void;
  readonly add: (choice: TransferChoice, attended: 'warm' | 'blind') => void;
  readonly digit: (digit: string) => void;
  readonly askKey: () => void;
  readonly callBack: (isSafe: boolean) => void;
}

export function useStrip(call: Of<'call'>): Strip {
  const me = useMe();
  const voice = useVoice();
  const action = useAction();
  const keys = useAction();
  const [isSure, setSure] = useState(false);
  const own = ownLeg(call, me.account_id, 'seat');
  const officer = call.legs.find((leg) => leg.kind === 'officer' && isLive(leg));
  const { id } = call;
  const isMuted = voice.isMuted;
  const waiting = useRef('');

  useEffect(() => {
    if (!isSure) return undefined;
    const timer = setTimeout(() => setSure(false), SURE_MS);
    return () => clearTimeout(timer);
  }, [isSure]);
  // Nobody is silent in the next call because of the last.
  useEffect(() => () => muteVoice(false), [id]);

  const { run } = action;
  const ask = useCallback((what: (send: Send) => Promise<void>) => void run(what), [run]);
  const mode = useCallback(
    (next: LegMode) => {
      if (own !== undefined) ask((send) => asks.setMode(send, id, own.id, next));
    },
    [ask, id, own],
  );

  const { run: press } = keys;
  const digit = useCallback(
    (one: string) => {
      // Keys pressed faster than the hall answers go together, in their order.
      waiting.current += one;
      const flush = async (send: Send): Promise<void> => {
        while (waiting.current !== '') {
          const digits = waiting.current;
          waiting.current = '';
          await asks.sendDigits(send, id, digits);
        }
      };
      void press(flush);
    },
    [id, press],
  );

  return {
    call,
    own,
    officer,
    voice,
    action: keys.trouble === null ? action : keys,
    isSure,
    isMuted,
    mute() {
      const next = !isMuted;
      // Here at once; what the others see follows.
      muteVoice(next);
      if (own?.mode === 'open' || own?.mode === 'muted') mode(next ? 'muted' : 'open');
    },
    whisper: () => mode(own?.mode === 'whisper' ? 'open' : 'whisper'),
    leave() {
      if (own !== undefined) ask((send) => asks.removeParty(send, id, own.id));
    },
    hangUp() {
      if (!isSure) {
        setSure(true);
        return;
      }
      setSure(false);
      ask((send) => asks.endCall(send, id));
    },
    remove: (leg) => ask((send) => asks.removeParty(send, id, leg.id)),
    again: (leg) =>
      ask((send) =>
        asks.addParty(send, id, {
          kind: leg.kind === 'officer' ? 'officer' : 'partner',
          partner_id: leg.partner_id,
          number: leg.partner_id === null ? leg.number : null,
          display: leg.display,
          person_id: leg.person_id,
          order_id: leg.order_id,
          attended: leg.attended,
        }),
      ),
    rejoin() {
      if (voice.line.microphone !== 'open') askMicrophone();
      ask((send) => asks.addParty(send, id, { kind: 'seat' }));
    },
    add: (choice, attended) =>
      ask((send) =>
        asks.addParty(send, id, {
          partner_id: choice.partnerId,
          number: choice.partnerId === null ? choice.number : null,
          display: choice.name,
          attended,
        }),
      ),
    digit,
    askKey: () => ask((send) => asks.askKey(send, id)),
    callBack: (isSafe) => ask((send) => asks.callBack(send, id, isSafe)),
  };
}

const NONE: readonly PartnerLine[] = [];

/** Whom callers may be handed over to; asked for when the list is first opened. */
export function usePartners(isWanted: boolean): readonly PartnerLine[] {
  const [partners, setPartners] = useState(NONE);
  useEffect(() => {
    if (!isWanted) return;
    // Without the list a number can still be typed.
    source.get('/api/telephony/partners').then(setPartners, () => undefined);
  }, [isWanted]);
  return partners;
}
