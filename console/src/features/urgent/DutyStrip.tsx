/** Crews that should have signed on, people of the hall who should have opened a seat: who, and since when the first of them; the duty page says more. */
import { Link } from 'wouter';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import { Age } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';

/** So many names stand in the strip. */
const NAMED = 4;

export function DutyStrip({ absent }: { absent: readonly Of<'duty_alarm'>[] }) {
  const { t, lang } = useTongue();
  useAreas();
  const [first] = absent;
  if (first === undefined) return null;
  const names = absent.slice(0, NAMED).map((one) => `${one.label}（${one.kind === 'seat_absent' ? t('duty.alarm.hall') : areaName(one.place_code, lang)}）`);
  const more = absent.length - names.length;
  return (
    <div className="urgent-strip missed" role="alert">
      <strong>{t('duty.alarm.strip', { n: absent.length })}</strong>
      <span>
        {names.join('、')}
        {more > 0 && ` +${more}`}
      </span>
      <Age since={first.since} />
      <span className="grow" />
      <Link href="/duty?section=now">{t('duty.alarm.see')}</Link>
    </div>
  );
}
