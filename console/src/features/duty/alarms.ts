/** Duty alarms of an organisation, those that wait longest first. Pure. */
import type { Of } from '../../sync/kinds.ts';

export function alarmsOf(alarms: readonly Of<'duty_alarm'>[], orgCode: string): readonly Of<'duty_alarm'>[] {
  return alarms.filter((one) => one.org_code === orgCode).sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** Crews that were planned and did not sign on, by the crew's id. */
export function absentCrews(alarms: readonly Of<'duty_alarm'>[]): ReadonlyMap<string, Of<'duty_alarm'>> {
  return new Map(alarms.filter((one) => one.kind === 'absent').map((one) => [one.subject_id, one]));
}
