import { describe, expect, it } from 'vitest';
import type { Leg, Of } from '../../sync/kinds.ts';
import { isOnlyOther, ownLeg, partiesOf, transferChoices } from './parties.ts';

const AT = '2026-11-28T12:00:00Z';
const NOW = Date.parse(AT);

const NOBODY = { crew_id: null, partner_id: null, attended: null, number: null, order_id: null, end_reason: null, is_ending: false };

function leg(id: string, kind: Leg['kind'], state: Leg['state'], more: Partial<Leg> = {}): Leg {
  return { id, kind, state, mode: 'open', person_id: null, ...NOBODY, display: id, since: AT, ...more };
}

function call(legs: readonly Leg[], more: Partial<Of<'call'>> = {}): Of<'call'> {
  return {
    id: 'c',
    v: 1,
    contact_id: 'c',
    state: 'talking',
    dialled: '110',
    caller_number: '1390000',
    rang_at: AT,
    answered_at: AT,
    ended_at: null,
    end_reason: null,
    has_media: true,
    call_back: false,
    redial_of: null,
    incident_id: null,
    is_ending: false,
    asked_key_at: null,
    key_pressed: null,
    tags: [],
    legs,
    ...more,
  };
}

describe('parties of a call', () => {
  it('stand in their order, the caller first, also where the caller has no leg', () => {
    const seen = partiesOf(call([leg('p', 'partner', 'ringing'), leg('o', 'officer', 'joined'), leg('s', 'seat', 'joined')]), NOW);
    expect(seen.map((one) => one.kind)).toEqual(['citizen', 'seat', 'officer', 'partner']);
    expect(seen[0]).toMatchObject({ state: 'joined', number: '1390000' });
  });

  it('shows the latest attempt of a party, and who was not reached for a while only', () => {
    const early = '2026-11-28T11:57:00Z';
    const legs = [
      leg('a', 'officer', 'failed', { display: 'o', since: early }),
      leg('b', 'officer', 'ringing', { display: 'o' }),
      leg('c', 'partner', 'failed', { since: early }),
      leg('d', 'partner', 'failed'),
    ];
    expect(partiesOf(call(legs), NOW).map((one) => one.id)).toEqual(['c', 'b', 'd']);
  });

  it('knows the own leg', () => {
    const mine = leg('m', 'seat', 'joined', { person_id: 'me' });
    expect(ownLeg(call([leg('x', 'seat', 'joined', { person_id: 'other' }), mine]), 'me', 'seat')).toBe(mine);
    expect(ownLeg(call([{ ...mine, state: 'left' }]), 'me', 'seat')).toBeUndefined();
    expect(ownLeg(undefined, 'me', 'seat')).toBeUndefined();
  });

  it('gives the level of what is heard to a party only when nobody else is heard', () => {
    const caller = leg('k', 'citizen', 'joined');
    const own = leg('s', 'seat', 'joined');
    expect(isOnlyOther([caller, own], caller, 's')).toBe(true);
    expect(isOnlyOther([caller, own, leg('o', 'officer', 'joined')], caller, 's')).toBe(false);
  });
});

describe('handing a call over', () => {
  const partners = [
    { id: 'gas', name: '燃气抢修', number: '95007' },
    { id: '12345', name: '12345政务服务便民热线', number: '12345' },
  ];
  it('offers 12345 first, then partners, then the number that was typed', () => {
    expect(transferChoices(partners, '').map((one) => one.key)).toEqual(['12345', 'gas']);
    expect(transferChoices(partners, '燃气').map((one) => one.key)).toEqual(['gas']);
    expect(transferChoices(partners, '0571-8888 000').map((one) => one.number)).toEqual(['05718888000']);
    expect(transferChoices(partners, '12345').map((one) => one.key)).toEqual(['12345']);
    expect(transferChoices(partners, '没有')).toEqual([]);
  });
});
