/** The form of a stop-payment order: what a person wrote counts, then the order as it stands, then the words. Pure. */
import type { Schema } from '../../source/contract.ts';
import type { StopPaymentFields } from '../../sync/kinds.ts';

export const PAYMENT_FIELDS = ['account', 'amount_yuan', 'paid_at', 'bank', 'channel', 'holder'] as const;
export type PaymentField = (typeof PAYMENT_FIELDS)[number];
export type PaymentForm = Readonly<Record<PaymentField, string>>;

/** Without these a bank cannot find the payment; the first two it cannot do without at all. */
const WANTED: readonly PaymentField[] = ['account', 'amount_yuan', 'paid_at', 'bank', 'channel'];

export function mergedPayment(
  written: Partial<PaymentForm>,
  order: StopPaymentFields | undefined,
  said: Schema<'PaymentDraft'> | null,
): PaymentForm {
  const text = (value: string | number | null | undefined) => (value == null ? '' : String(value));
  const of = (name: PaymentField) => {
    const known = text(order?.[name]);
    const heard = name === 'holder' ? '' : text(said?.[name]);
    return written[name] ?? (known === '' ? heard : known);
  };
  return {
    account: of('account'),
    amount_yuan: of('amount_yuan'),
    paid_at: of('paid_at'),
    bank: of('bank'),
    channel: of('channel'),
    holder: of('holder'),
  };
}

/** What is still to be asked, first things first. */
export function missingOf(form: PaymentForm): readonly PaymentField[] {
  return WANTED.filter((name) => (name === 'amount_yuan' ? amountOf(form) === null : form[name].trim() === ''));
}

function amountOf(form: PaymentForm): number | null {
  const amount = Number(form.amount_yuan.replaceAll(/[,，\s]/g, ''));
  return Number.isFinite(amount) && amount > 0 ? amount : null;
}

export function bodyOf(contactId: string, form: PaymentForm): Schema<'PreparePayment'> {
  const words = (text: string) => text.trim() || null;
  return {
    contact_id: contactId,
    account: words(form.account),
    amount_yuan: amountOf(form),
    paid_at: words(form.paid_at),
    bank: words(form.bank),
    channel: words(form.channel),
    holder: words(form.holder),
  };
}
