import { describe, expect, it } from 'vitest';
import type { Of } from '../sync/kinds.ts';
import { callersOf, lastJoined } from './joined.ts';

const contact = (id: string, fields: Partial<Of<'contact'>>): Of<'contact'> =>
  ({ id, state: 'linked', taken_by: 'me', ended_at: '2026-03-01T08:00:00Z', incident_id: 'i', received_at: id, ...fields }) as Of<'contact'>;
const NOW = Date.parse('2026-03-01T08:05:00Z');

describe('joined contacts', () => {
  it('takes back the own one that was joined last, for a while', () => {
    const all = [contact('a', {}), contact('b', { ended_at: '2026-03-01T08:01:00Z' }), contact('c', { taken_by: 'other' })];
    expect(lastJoined(all, 'me', NOW)?.id).toBe('b');
    expect(lastJoined(all, 'me', NOW + 20 * 60_000)).toBeNull();
    expect(lastJoined([contact('d', { state: 'incident_opened' })], 'me', NOW)).toBeNull();
  });

  it('lists every caller of an incident, the newest first, 500 of them within a frame', () => {
    const all = Array.from({ length: 5000 }, (_, n) => contact(String(n).padStart(5, '0'), { incident_id: n % 10 === 0 ? 'fire' : 'x' }));
    const began = performance.now();
    const found = callersOf(all, 'fire');
    expect(performance.now() - began).toBeLessThan(100);
    expect(found).toHaveLength(500);
    expect(found[0]?.id).toBe('04990');
  });
});
