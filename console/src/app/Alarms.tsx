/** What nobody may miss: call-outs nobody answers, a wrong clock. Seen, heard, and told when the window is hidden. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useTongue } from '../i18n/index.ts';
import { Age } from '../panels/marks.tsx';
import type { Of } from '../sync/kinds.ts';
import { FoldButton } from './FoldButton.tsx';
import { ExchangeStrip } from '../features/liaison/ExchangeStrip.tsx';
import { UrgentStrips } from '../features/urgent/UrgentStrips.tsx';
import { notice, play } from '../ui/tones.ts';
import { holds } from './access.ts';
import { findOf, store, useList, useHasSnapshot } from './hall.ts';
import { currentPrefs } from './prefs.ts';
import { useMe } from './session.ts';
import { useNow } from './clock.ts';

const ALARM_AGAIN_MS = 6_000;
/** So many are named; the others are folded away, or a bad hour would cover the board. */
const MOST_NAMED = 3;

/** Whether a call-out asks for this person now. */
function calls(callout: Of<'callout'>, orgCode: string | null): boolean {
  return callout.state === 'alarmed' || (callout.state === 'desk' && callout.desk_code === orgCode);
}

export function Alarms() {
  const { t } = useTongue();
  const me = useMe();
  const callouts = useList('callout');
  const isDesk = holds(me, 'commander', 'county_desk', 'station_desk');
  const calling = useMemo(
    () => (isDesk ? callouts.filter((one) => calls(one, me.org_code)) : []),
    [callouts, isDesk, me.org_code],
  );
  const isAlarmed = calling.some((one) => one.state === 'alarmed');
  const ids = calling.map((one) => one.id).join();
  const known = useRef(new Set<string>());
  const [isUnfolded, setUnfolded] = useState(false);
  const shown = isUnfolded ? calling : calling.slice(0, MOST_NAMED);

  useEffect(() => {
    for (const one of calling) {
      if (known.current.has(one.id)) continue;
      known.current.add(one.id);
      const number = findOf(store, 'incident', one.incident_id)?.number ?? '';
      notice(t('alarm.notice'), number, `callout-${one.id}`);
    }
    known.current = new Set(calling.map((one) => one.id));
    if (calling.length === 0) return undefined;
    const sound = () => play(isAlarmed ? 'alarm' : 'desk', currentPrefs().isMuted);
    sound();
    const timer = setInterval(sound, ALARM_AGAIN_MS);
    return () => clearInterval(timer);
    // `ids` says all that matters of `calling`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ids, isAlarmed]);

  return (
    <>
      {calling.length > 0 && (
        <div className={isAlarmed ? 'alarm' : 'alarm soft'} role="alert">
          <strong>{isAlarmed ? t('alarm.nobody') : t('alarm.desk')}</strong>
          <ul>
            {shown.map((one) => (
              <AlarmItem key={one.id} callout={one} />
            ))}
            {calling.length > MOST_NAMED && (
              <li>
                <FoldButton more={calling.length - MOST_NAMED} isUnfolded={isUnfolded} onFold={setUnfolded} />
              </li>
            )}
          </ul>
        </div>
      )}
      <UrgentStrips />
      <ExchangeStrip />
      <ClockWarning />
    </>
  );
}

function AlarmItem({ callout }: { callout: Of<'callout'> }) {
  const incident = findOf(store, 'incident', callout.incident_id);
  return (
    <li>
      <Link href={`/board?incident=${callout.incident_id}`}>
        {incident?.number.slice(-6) ?? callout.incident_id.slice(-6)} {incident?.place_text}
      </Link>{' '}
      {incident && <Age since={incident.opened_at} />}
    </li>
  );
}

/** The hall noticed that its clock was set. */
function ClockWarning() {
  const { t } = useTongue();
  useHasSnapshot();
  useNow();
  const step = store.clockStepS;
  if (Math.abs(step) < 1) return null;
  return (
    <p className="alarm soft" role="alert">
      {t('alarm.clock_step', { s: step.toFixed(1) })}
    </p>
  );
}
