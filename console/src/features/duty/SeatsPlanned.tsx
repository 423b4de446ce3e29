/** How many are planned for the seats now, and how many of them sit there. Nothing without a roster. */
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { plannedSeats, useTurns } from './useTurns.ts';

export function SeatsPlanned() {
  const { t } = useTongue();
  const planned = plannedSeats(useTurns());
  const seats = useList('seat');
  if (planned.length === 0) return null;
  const there = planned.filter((turn) => seats.some((one) => one.account_id === turn.member_id && one.state !== 'off')).length;
  return (
    <p className={there < planned.length ? 'hint warn' : 'hint'} role="status">
      {t('duty.planned_present', { planned: planned.length, there })}
    </p>
  );
}
