/** The order that stops a payment: filled from the words, what is missing marked first, its clock running. */
import { useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Suggestion } from '../../panels/form/suggestion.ts';
import { Age, Countdown } from '../../panels/marks.tsx';
import type { Of, PaymentSignal } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { bodyOf, mergedPayment, missingOf, PAYMENT_FIELDS, type PaymentForm } from './payment.ts';

const ENDED = new Set(['stopped', 'dropped']);

export interface PaymentLaneProps {
  readonly contact: Of<'contact'>;
  readonly found: Suggestion | null;
}

export function PaymentLane({ contact, found }: PaymentLaneProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const all = useList('stop_payment');
  const order = useMemo(() => all.find((one) => one.contact_id === contact.id), [all, contact.id]);
  const [written, setWritten] = useState<Partial<PaymentForm>>({});
  const form = mergedPayment(written, order, found?.payment ?? null);
  const missing = missingOf(form);
  const canWrite = order === undefined || order.state === 'prepared' || order.state === 'refused';

  function prepare(andSend: boolean): void {
    void action.run(async (send) => {
      const reply = await send({ path: '/api/triage/stop-payments', body: bodyOf(contact.id, form) });
      if (!andSend) return;
      const values = { payment_id: reply.payment_id };
      await send({ path: '/api/triage/stop-payments/{payment_id}/advance', values, body: { signal: 'send', note: null } });
    });
  }
  function advance(signal: PaymentSignal): void {
    if (order === undefined) return;
    void action.run(async (send) => {
      const values = { payment_id: order.id };
      await send({ path: '/api/triage/stop-payments/{payment_id}/advance', values, body: { signal, note: null } });
    });
  }
  const isBusy = action.state !== 'idle';
  return (
    <section className="payment" aria-label={t('payment.title')}>
      <h3 className="label row">
        <span>{t('payment.title')}</span>
        {order !== undefined && <span className="tag warn">{term('payment.state', order.state)}</span>}
        {order !== undefined && <Age since={order.prepared_at} until={order.ended_at} />}
        {order?.due_at != null && <Countdown due={order.due_at} />}
        {(order?.raised ?? 0) > 0 && <span className="tag danger">{t('payment.raised', { n: order?.raised ?? 0 })}</span>}
        <span className="grow" />
        {found?.payment?.paid_minutes_ago != null && (
          <span className="muted">{t('payment.ago', { n: Math.round(found.payment.paid_minutes_ago) })}</span>
        )}
      </h3>
      <div className="payment-fields">
        {PAYMENT_FIELDS.map((name) => (
          <label key={name}>
            <span className="label">{t(`payment.${name}`)}</span>
            <input
              className={missing.includes(name) ? 'field num lacking' : 'field num'}
              maxLength={60}
              inputMode={name === 'amount_yuan' ? 'decimal' : 'text'}
              disabled={!canWrite}
              value={form[name]}
              onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <div className="row wrap">
        {missing.length > 0 && canWrite && (
          <span className="tag danger">{t('payment.missing', { what: missing.map((name) => t(`payment.${name}`)).join('、') })}</span>
        )}
        <span className="grow" />
        <Trouble sentence={action.trouble} onClose={action.clear} />
        {canWrite && (
          <>
            <button type="button" className="btn small" disabled={isBusy} onClick={() => prepare(false)}>
              {t('payment.prepare')}
            </button>
            <button
              type="button"
              className="btn small primary"
              disabled={isBusy || missing.includes('account') || missing.includes('amount_yuan')}
              onClick={() => prepare(true)}
            >
              {t('payment.send')}
            </button>
          </>
        )}
        {order?.state === 'sent' && (
          <>
            <button type="button" className="btn small primary" disabled={isBusy} onClick={() => advance('stop')}>
              {t('payment.stopped')}
            </button>
            <button type="button" className="btn small" disabled={isBusy} onClick={() => advance('refuse')}>
              {t('payment.refused')}
            </button>
          </>
        )}
        {order?.state === 'prepared' && (
          <button type="button" className="btn small quiet" disabled={isBusy} onClick={() => advance('drop')}>
            {t('payment.drop')}
          </button>
        )}
        {order !== undefined && ENDED.has(order.state) && <span className="muted">{t('payment.done')}</span>}
      </div>
    </section>
  );
}
