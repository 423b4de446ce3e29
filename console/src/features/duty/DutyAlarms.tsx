/** What must be looked after: crews that did not sign on, seats that nobody opened, rosters that end; each is marked with what was done. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import { Age } from '../../panels/marks.tsx';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { alarmsOf } from './alarms.ts';

export function DutyAlarms({ orgCode }: { orgCode: string }) {
  const { t } = useTongue();
  const alarms = alarmsOf(useList('duty_alarm'), orgCode);
  const action = useAction();
  const [marked, setMarked] = useState<string | null>(null);
  if (alarms.length === 0) return null;
  return (
    <section className="panel duty-alarms" aria-label={t('duty.alarms')}>
      <ul>
        {alarms.map((one) => (
          <li key={one.id} className="row">
            <span className="tag danger">{t(`duty.alarm.${one.kind}`)}</span>
            <span className="grow">
              <AlarmSentence alarm={one} />
            </span>
            {one.kind !== 'roster_end' && <Age since={one.since} />}
            <button type="button" className="btn small" onClick={() => setMarked(one.id)}>
              {t('duty.alarm.mark')}
            </button>
          </li>
        ))}
      </ul>
      <ReasonDialog
        isOpen={marked !== null}
        title={t('duty.alarm.mark')}
        label={t('duty.alarm.done')}
        usual={[t('duty.alarm.done_called'), t('duty.alarm.done_replaced'), t('duty.alarm.done_planned')]}
        ok={t('duty.alarm.mark')}
        trouble={action.trouble}
        onClose={() => setMarked(null)}
        onOk={(note) =>
          action.run(async (send) => {
            await send({ path: '/api/force/duty-alarms/{alarm_id}/mark', values: { alarm_id: marked ?? '' }, body: { note } });
          })
        }
      />
    </section>
  );
}

/** Who should have signed on or opened a seat, and since when; or until when there is a roster. */
export function AlarmSentence({ alarm }: { alarm: Of<'duty_alarm'> }) {
  const { t, lang } = useTongue();
  useAreas();
  const at = `${dayOf(alarm.since).slice(5)} ${clockOf(alarm.since)}`;
  if (alarm.kind === 'roster_end') return t('duty.alarm.roster_end_is', { at });
  if (alarm.kind === 'seat_absent') return t('duty.alarm.seat_absent_is', { who: alarm.label, at, until: clockOf(alarm.until) });
  return t('duty.alarm.absent_is', { who: alarm.label, place: areaName(alarm.place_code, lang), at, until: clockOf(alarm.until) });
}
