/** Panic calls, requests for help and to withdraw, a queue nobody answers: above every desk until a person has. */
import './urgent.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { holds } from '../../app/access.ts';
import { FoldButton } from '../../app/FoldButton.tsx';
import { useList } from '../../app/hall.ts';
import { currentPrefs } from '../../app/prefs.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { notice, play, type ToneName } from '../../ui/tones.ts';
import { DutyStrip } from './DutyStrip.tsx';
import { HelpStrip } from './HelpStrip.tsx';
import { PanicStrip } from './PanicStrip.tsx';
import { QueueStrip } from './QueueStrip.tsx';
import { WithdrawalStrip } from './WithdrawalStrip.tsx';

interface Heard {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Sounds at once and again and again while something is unanswered; told as a notice once each. */
function useSounds(heard: readonly Heard[], tone: ToneName, againMs: number): void {
  const known = useRef(new Set<string>());
  const ids = heard.map((one) => one.id).join();
  useEffect(() => {
    for (const one of heard) if (!known.current.has(one.id)) notice(one.title, one.body, one.id);
    known.current = new Set(heard.map((one) => one.id));
    if (heard.length === 0) return undefined;
    const sound = () => play(tone, currentPrefs().isMuted);
    sound();
    const timer = setInterval(sound, againMs);
    return () => clearInterval(timer);
    // `ids` says all that matters of `heard`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ids, tone, againMs]);
}

/** So many strips stand open; a panic call always does. */
const MOST_OPEN = 3;
const PANIC_AGAIN_MS = 3_000;
const HELP_AGAIN_MS = 8_000;
const WITHDRAW_AGAIN_MS = 30_000;

export function UrgentStrips() {
  const { t } = useTongue();
  const me = useMe();
  const isHall = holds(me, 'call_taker', 'commander');
  const isDispatcher = holds(me, 'commander', 'county_desk', 'station_desk');
  const isDesk = isHall || isDispatcher;
  const panics = useList('panic');
  const requests = useList('help_request');
  const asked = useList('withdrawal');
  const overdue = useList('overdue');
  const dutyAlarms = useList('duty_alarm');
  const isCommander = holds(me, 'commander');
  const [isUnfolded, setUnfolded] = useState(false);
  const live = useMemo(() => (isDesk ? panics.filter((one) => one.state !== 'ended') : []), [isDesk, panics]);
  const open = useMemo(() => (isDispatcher ? requests.filter((one) => one.state === 'open') : []), [isDispatcher, requests]);
  const withdrawals = useMemo(() => (isHall ? asked.filter((one) => one.state === 'open') : []), [isHall, asked]);
  const waiting = useMemo(
    () => (isCommander ? overdue.filter((one) => one.thing === 'contact') : []),
    [isCommander, overdue],
  );

  const absent = useMemo(
    () => (isDispatcher ? dutyAlarms.filter((one) => one.kind === 'absent').sort((a, b) => (a.since < b.since ? -1 : 1)) : []),
    [isDispatcher, dutyAlarms],
  );

  useSounds(
    live.filter((one) => one.state === 'raised').map((one) => ({ id: `panic-${one.id}`, title: t('panic.notice'), body: one.call_sign })),
    'panic',
    PANIC_AGAIN_MS,
  );
  useSounds(open.map((one) => ({ id: `help-${one.id}`, title: t('help.notice'), body: one.call_sign })), 'desk', HELP_AGAIN_MS);
  useSounds(withdrawals.map((one) => ({ id: `withdraw-${one.id}`, title: t('withdraw.notice'), body: '' })), 'incoming', WITHDRAW_AGAIN_MS);

  if (live.length + open.length + withdrawals.length + waiting.length + absent.length === 0) return null;
  const room = Math.max(0, MOST_OPEN - live.length);
  const folded = Math.max(0, open.length + withdrawals.length - room);
  return (
    <div className="urgent">
      {live.map((one) => (
        <PanicStrip key={one.id} panic={one} />
      ))}
      {open.slice(0, isUnfolded ? undefined : room).map((one) => (
        <HelpStrip key={one.id} request={one} />
      ))}
      {withdrawals.slice(0, isUnfolded ? undefined : Math.max(0, room - open.length)).map((one) => (
        <WithdrawalStrip key={one.id} withdrawal={one} />
      ))}
      <QueueStrip waiting={waiting} />
      <DutyStrip absent={absent} />
      {folded > 0 && (
        <div className="urgent-more">
          <FoldButton more={folded} isUnfolded={isUnfolded} onFold={setUnfolded} />
        </div>
      )}
    </div>
  );
}
