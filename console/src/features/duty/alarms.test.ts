import { expect, test } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { absentCrews, alarmsOf } from './alarms.ts';

function alarm(id: string, kind: 'absent' | 'roster_end', org_code: string, since: string): Of<'duty_alarm'> {
  return { id, v: 1, kind, subject_id: `of-${id}`, org_code, label: id, place_code: 'G1', since, until: since, raised_at: since };
}
const ALARMS = [
  alarm('b', 'absent', 'N', '2026-11-22T16:00:00Z'),
  alarm('a', 'roster_end', 'N', '2026-11-22T08:00:00Z'),
  alarm('c', 'absent', 'S', '2026-11-22T00:00:00Z'),
];

test('an organisation has its own alarms, the oldest first', () => {
  expect(alarmsOf(ALARMS, 'N').map((one) => one.id)).toEqual(['a', 'b']);
  expect(alarmsOf(ALARMS, 'X')).toEqual([]);
});

test('absent crews are known by their ids; a roster is no crew', () => {
  expect([...absentCrews(ALARMS).keys()]).toEqual(['of-b', 'of-c']);
});
