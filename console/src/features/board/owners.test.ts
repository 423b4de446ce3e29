import { expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { unseenBy } from './owners.ts';

const notice = (id: string, part: Partial<Of<'notice'>>) =>
  ({
    id,
    asks: ['station', 'county'],
    station_code: 'S',
    county_code: 'C',
    station_seen_by: null,
    county_seen_by: null,
    raised_at: '2026-11-28T06:00:00Z',
    ...part,
  }) as Of<'notice'>;

it('shows a desk what it has not confirmed, the oldest first', () => {
  const all = [
    notice('late', { raised_at: '2026-11-28T06:05:00Z' }),
    notice('early', {}),
    notice('seen', { station_seen_by: 'somebody' }),
    notice('county only', { asks: ['county'] }),
  ];
  const ids = (org: string) => unseenBy(all, org).map((one) => one.id);
  expect(ids('S')).toEqual(['early', 'late']);
  expect(ids('C')).toEqual(['early', 'seen', 'county only', 'late']);
  expect(ids('other')).toEqual([]);
});
