/** Panic calls, requests for help and to withdraw, a queue nobody answers: above every desk until a person has. */
import './urgent.css';
import { useMemo, useState } from 'react';
import { holds } from '../../app/access.ts';
import { FoldButton } from '../../app/FoldButton.tsx';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useSounds } from '../../app/useSounds.ts';
import { useTongue } from '../../i18n/index.ts';
import { AlertStrip } from './AlertStrip.tsx';
import { DutyStrip } from './DutyStrip.tsx';
import { HelpStrip } from './HelpStrip.tsx';
import { LineStrip } from './LineStrip.tsx';
import { PanicStrip } from './PanicStrip.tsx';
import { QueueStrip } from './QueueStrip.tsx';
import { unheardOf } from './unheard.ts';
import { WithdrawalStrip } from './WithdrawalStrip.tsx';

/** So many strips stand open; a panic call always does. */
const MOST_OPEN = 3;
const PANIC_AGAIN_MS = 3_000;
const UNHEARD_AGAIN_MS = 4_000;
const HELP_AGAIN_MS = 8_000;
const WITHDRAW_AGAIN_MS = 30_000;
const ALERT_AGAIN_MS = 15_000;

export function UrgentStrips() {
  const { t, term } = useTongue();
  const me = useMe();
  const isHall = holds(me, 'call_taker', 'commander');
  const isDispatcher = holds(me, 'commander', 'county_desk', 'station_desk');
  const isDesk = isHall || isDispatcher;
  const panics = useList('panic');
  const requests = useList('help_request');
  const asked = useList('withdrawal');
  const allAlerts = useList('alert');
  const overdue = useList('overdue');
  const dutyAlarms = useList('duty_alarm');
  const contacts = useList('contact');
  const calls = useList('call');
  const seats = useList('seat');
  const unheard = useMemo(() => (isHall ? unheardOf(contacts, calls, seats) : []), [isHall, contacts, calls, seats]);
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
    () => (isDispatcher ? dutyAlarms.filter((one) => one.kind !== 'roster_end').sort((a, b) => (a.since < b.since ? -1 : 1)) : []),
    [isDispatcher, dutyAlarms],
  );

  // Whoever types the word has it before their eyes; the others who must know are told here.
  const alerts = useMemo(() => (isDispatcher ? allAlerts.filter((one) => one.seen_by_name === null) : []), [isDispatcher, allAlerts]);

  useSounds(
    live.filter((one) => one.state === 'raised').map((one) => ({ id: `panic-${one.id}`, title: t('panic.notice'), body: one.call_sign })),
    'panic',
    PANIC_AGAIN_MS,
  );
  useSounds(
    unheard.slice(0, 1).map((one) => ({ id: `unheard-${one.id}`, title: t('unheard.notice'), body: one.number })),
    'alarm',
    UNHEARD_AGAIN_MS,
  );
  useSounds(open.map((one) => ({ id: `help-${one.id}`, title: t('help.notice'), body: one.call_sign })), 'desk', HELP_AGAIN_MS);
  useSounds(withdrawals.map((one) => ({ id: `withdraw-${one.id}`, title: t('withdraw.notice'), body: '' })), 'incoming', WITHDRAW_AGAIN_MS);

  useSounds(
    alerts.map((one) => ({ id: `alert-${one.id}`, title: t('alert.notice'), body: term('triage.alert', one.kind) })),
    'alarm',
    ALERT_AGAIN_MS,
  );

  const others = alerts.length + waiting.length + absent.length + unheard.length;
  if (live.length + open.length + withdrawals.length + others === 0) return null;
  const room = Math.max(0, MOST_OPEN - live.length);
  const folded = Math.max(0, open.length + withdrawals.length - room);
  return (
    <div className="urgent">
      {live.map((one) => (
        <PanicStrip key={one.id} panic={one} />
      ))}
      <LineStrip unheard={unheard} />
      {alerts.length > 0 && <AlertStrip alerts={alerts} />}
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
