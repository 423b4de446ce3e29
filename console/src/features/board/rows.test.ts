import { describe, expect, it } from 'vitest';
import type { Of } from '../../sync/kinds.ts';
import { byCallSign, crewFits, crewRows, fits, isFiltered, isOpen, joinRows, NO_FILTER, sortRows, urgencyOfRow } from './rows.ts';

const NOW = Date.parse('2026-11-22T04:10:00Z');
const incident = (id: string, part: Partial<Of<'incident'>> = {}) =>
  ({
    id,
    number: `9901-${id}`,
    state: 'opened',
    level: 3,
    class_code: '0101',
    place_text: '解放路12号',
    narrative: null,
    station_code: 's1',
    county_code: 'c1',
    opened_at: '2026-11-22T04:09:50Z',
    handled_at: null,
    closed_at: null,
    ...part,
  }) as Of<'incident'>;
const order = (incidentId: string, part: Partial<Of<'order'>> = {}) =>
  ({ id: `o-${incidentId}`, incident_id: incidentId, crew_id: 'k1', state: 'ordered', ended_at: null, ...part }) as Of<'order'>;
const ids = (rows: readonly { incident: { id: string } }[]) => rows.map((row) => row.incident.id);

describe('the board', () => {
  it('shows what is open', () => {
    const rows = joinRows([incident('a'), incident('b', { closed_at: '2026-11-22T04:00:00Z' })], [], []);
    expect(ids(rows.filter(isOpen))).toEqual(['a']);
  });

  it('puts first what nobody answers, then what is overdue, then the graver level', () => {
    const rows = joinRows(
      [
        incident('calm'),
        incident('grave', { level: 1 }),
        incident('old', { opened_at: '2026-11-22T03:00:00Z' }),
        incident('alarm'),
      ],
      [],
      [{ id: 'x', incident_id: 'alarm', state: 'alarmed' } as Of<'callout'>],
    );
    expect(ids(sortRows(rows, NOW).waiting)).toEqual(['alarm', 'old', 'grave', 'calm']);
  });

  it('holds for overdue whatever the hall has raised, however young', () => {
    const told = { id: 'd', incident_id: 'a', thing: 'incident', state: 'opened', raised: 2 } as Of<'overdue'>;
    const again = { ...told, id: 'e', raised: 3 };
    const elsewhere = { ...told, id: 'f', incident_id: null };
    const held = [incident('a'), incident('b')];
    const [a, b] = joinRows(held, [], [], [told, again, elsewhere]);
    if (a === undefined || b === undefined) throw new Error('no row');
    expect([urgencyOfRow(a, NOW), urgencyOfRow(b, NOW)]).toEqual(['overdue', 'calm']);
    expect(a.raised.map((one) => one.id)).toEqual(['e', 'd']);
    expect(joinRows(held, [], [], [again, told])[0]).toBe(a);
    expect(joinRows(held, [], [])[0]).not.toBe(a);
  });

  it('parts waiting and running', () => {
    const rows = joinRows([incident('w'), incident('r', { state: 'on_scene' })], [], []);
    const { waiting, running } = sortRows(rows, NOW);
    expect([ids(waiting), ids(running)]).toEqual([['w'], ['r']]);
  });

  it('filters by area and by words', () => {
    const [row] = joinRows([incident('a')], [], []);
    if (row === undefined) throw new Error('no row');
    const name = () => '盗窃';
    expect(fits(row, { ...NO_FILTER, org: 'c1' }, name)).toBe(true);
    expect(fits(row, { ...NO_FILTER, org: 's2' }, name)).toBe(false);
    expect(fits(row, { ...NO_FILTER, text: '盗' }, name)).toBe(true);
    expect(fits(row, { ...NO_FILTER, text: '人民路' }, name)).toBe(false);
    expect(fits(row, { ...NO_FILTER, levels: [3] }, name)).toBe(true);
    expect(fits(row, { ...NO_FILTER, levels: [1, 2] }, name)).toBe(false);
    expect(fits(row, { ...NO_FILTER, classCode: '01' }, name)).toBe(true);
    expect(fits(row, { ...NO_FILTER, classCode: '02' }, name)).toBe(false);
  });

  it('shows what has ended when its state is asked for', () => {
    const [row] = joinRows([incident('a', { state: 'merged', closed_at: '2026-11-22T04:00:00Z' })], [], []);
    if (row === undefined) throw new Error('no row');
    expect(fits(row, NO_FILTER, () => '')).toBe(false);
    expect(fits(row, { ...NO_FILTER, state: 'merged' }, () => '')).toBe(true);
    expect([isFiltered(NO_FILTER), isFiltered({ ...NO_FILTER, state: 'merged' })]).toEqual([false, true]);
  });

  it('counts what came back to work from then on', () => {
    const back = incident('a', { opened_at: '2026-11-22T01:00:00Z', reopened_at: '2026-11-22T04:09:55Z' });
    const [row] = joinRows([back], [], []);
    if (row === undefined) throw new Error('no row');
    expect(urgencyOfRow(row, NOW)).toBe('calm');
  });

  it('filters crews by state, unit and words', () => {
    const crew = { id: 'k1', duty: 'on_duty', call_sign: '城北1组', code: 'N1', org_code: 's1' } as Of<'crew'>;
    const [row] = crewRows([crew], []);
    if (row === undefined) throw new Error('no row');
    const show = (part: object) => crewFits(row, { text: '', group: null, org: null, ...part }, () => '城北派出所');
    expect([show({}), show({ group: 'free' }), show({ org: 's1' }), show({ text: 'n1' }), show({ text: '派出所' })]).toEqual(
      Array(5).fill(true),
    );
    expect([show({ group: 'way' }), show({ org: 's2' }), show({ text: '河东' })]).toEqual(Array(3).fill(false));
  });

  it('groups crews by what they do', () => {
    const crew = (id: string, duty: string) => ({ id, duty, call_sign: id }) as Of<'crew'>;
    const rows = crewRows(
      [crew('k1', 'on_duty'), crew('k2', 'on_duty'), crew('k3', 'off_duty')],
      [order('a', { state: 'departed' })],
    );
    expect(rows.map((row) => row.group)).toEqual(['way', 'free', 'off']);
  });
});

it('call signs are in the order of their numbers', () => {
  const crews = ['云巡10-1', '云巡2-1', '云巡2-10', '禾巡1-1'].map((sign) => ({ id: sign, call_sign: sign }) as Of<'crew'>);
  expect(byCallSign(crews).map((one) => one.id)).toEqual(['云巡2-1', '云巡2-10', '云巡10-1', '禾巡1-1']);
});
