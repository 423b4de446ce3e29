/** Every turn is seen somewhere in the week, also a wrong one. */
import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { postsNow } from './posts.ts';
import { daysOf, fieldOf, followingTeam, hoursOf, momentOf, rowsOf, worstOf, type Finding, type Span } from './week.ts';

const span = (id: string, place: string, start: string, end: string): Span => ({
  id,
  member_id: id,
  member_name: id,
  team: 1,
  place_code: place,
  readiness: 'street',
  starts_at: start,
  ends_at: end,
  people: [],
});
const window = { starts_at: '2026-11-22T16:00:00Z', ends_at: '2026-11-24T16:00:00Z' };

describe('a roster as a week', () => {
  it('has a column for each day in China', () => {
    expect(daysOf(window)).toEqual(['2026-11-23', '2026-11-24']);
  });

  it('shows every span, those outside of the window at its edges', () => {
    const spans = [
      span('early', 'G1', '2026-11-20T00:00:00Z', '2026-11-20T08:00:00Z'),
      span('night', 'G1', '2026-11-23T15:00:00Z', '2026-11-23T23:00:00Z'),
      span('late', 'G9', '2026-12-20T00:00:00Z', '2026-12-21T01:00:00Z'),
      span('first', 'G1', '2026-11-22T16:00:00Z', '2026-11-23T00:15:00Z'),
    ];
    const rows = rowsOf(spans, ['G1', 'G2'], daysOf(window));
    expect(rows.map((row) => [row.place, ...row.days.map((day) => day.map((one) => one.id))])).toEqual([
      ['G1', ['early', 'first', 'night'], []],
      ['G2', [], []],
      ['G9', [], ['late']],
    ]);
    expect(rows.flatMap((row) => row.days.flat()).length).toBe(spans.length);
  });

  it('says hours by the clock in China, and the day of an end that is far', () => {
    expect(hoursOf(span('a', 'G1', '2026-11-22T16:00:00Z', '2026-11-23T00:15:00Z'))).toBe('00:00–08:15');
    expect(hoursOf(span('a', 'G1', '2026-11-22T16:00:00Z', '2026-11-23T17:00:00Z'))).toBe('00:00–11-24 01:00');
    expect(momentOf(fieldOf('2026-11-22T16:00:00.000Z'))).toBe('2026-11-22T16:00:00.000Z');
    expect(momentOf('')).toBeNull();
  });

  it('marks a span by the gravest finding', () => {
    const found = (severity: Finding['severity'], code: string) => ({ severity, code, span_ids: ['a'] }) as unknown as Finding;
    const findings = [found('notice', 'n'), found('warning', 'w'), found('error', 'e')];
    expect(worstOf(findings, 'a')?.code).toBe('e');
    expect(worstOf(findings, 'b')).toBeUndefined();
  });
});

describe('the team that follows', () => {
  const at = (text: string) => Date.parse(`${text}+08:00`);
  it('is the one whose turn it would be', () => {
    const now = at('2026-11-28T22:00:00');
    expect(followingTeam(2, now, at('2026-11-29T00:00:00'), 8, 5)).toBe(3);
    expect(followingTeam(2, now, at('2026-11-30T00:00:00'), 8, 5)).toBe(1);
    expect(followingTeam(2, now, at('2026-11-28T16:00:00'), 8, 5)).toBe(2);
    expect(followingTeam(4, now, at('2026-11-29T00:00:00'), 12, 4)).toBe(1);
    expect(followingTeam(1, now, at('2026-11-28T00:00:00'), 8, 5)).toBe(4);
  });
});

describe('posts', () => {
  it('are those of special duties that are on', () => {
    const sites = [{ name: '一中', lon: 1, lat: 1 }];
    const one = (id: string, state: 'on' | 'off') =>
      ({ id, state, title: 't', sites, posts: [{ crew_id: id, call_sign: id, site: 0 }] }) as unknown as Of<'special_duty'>;
    expect([...postsNow([one('a', 'on'), one('b', 'off')])]).toEqual([['a', '一中']]);
  });
});
