/** What a person wrote is never replaced by what the words say; what is missing comes first. */
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../source/contract.ts';
import { bodyOf, mergedPayment, missingOf } from './payment.ts';

const said: Schema<'PaymentDraft'> = {
  account: '6222000011112222333',
  account_kind: 'bank_card',
  bank: '工行',
  amount_yuan: 50_000,
  paid_at: '十分钟前',
  paid_minutes_ago: 10,
  channel: null,
  missing: ['channel'],
  is_ready: true,
};

describe('the order that stops a payment', () => {
  it('is filled from the words and keeps what a person wrote, also when they emptied a field', () => {
    const form = mergedPayment({ bank: '农行', paid_at: '' }, undefined, said);
    expect(form).toMatchObject({ account: '6222000011112222333', amount_yuan: '50000', bank: '农行', paid_at: '' });
    expect(missingOf(form)).toEqual(['paid_at', 'channel']);
  });
  it('names what is missing in the order to ask', () =>
    expect(missingOf(mergedPayment({}, undefined, null))).toEqual(['account', 'amount_yuan', 'paid_at', 'bank', 'channel']));
  it('reads an amount with commas and takes no word for one', () => {
    const form = mergedPayment({ amount_yuan: '50,000' }, undefined, null);
    expect(bodyOf('c', form).amount_yuan).toBe(50_000);
    expect(missingOf({ ...form, amount_yuan: '很多' })).toContain('amount_yuan');
  });
});
