/** A work order in a list of the police side, and what may be done about it. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName } from '../../panels/organisations.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { DeskSelect, useDesks, type Matter } from './DeskSelect.tsx';
import { ExchangeTag, OrderClock, WorkOrderTag } from './OrderMarks.tsx';

type Order = Of<'work_order'>;
type Step = 'keep' | 'withdraw' | 'reopen' | 'resend';

function stepsOf(order: Order): readonly Step[] {
  if (order.state === 'returned') return ['resend', 'keep', 'withdraw'];
  if (order.state === 'sent' || order.state === 'accepted') return ['withdraw'];
  return order.state === 'done' ? ['reopen'] : [];
}

function matterOf(order: Order): Matter | null {
  if (order.incident_id !== null) return { incident_id: order.incident_id };
  return order.contact_id === null ? null : { contact_id: order.contact_id };
}

export function OrderLine({ order, mayMove }: { order: Order; mayMove: boolean }) {
  const { t, lang } = useTongue();
  const action = useAction();
  const [asks, setAsks] = useState<Step | null>(null);
  const [desk, setDesk] = useState('');
  const desks = useDesks(matterOf(order), asks === 'resend');
  const values = { work_order_id: order.id };
  const messages = useList('exchange').filter((one) => one.work_order_id === order.id && one.desk_code === order.desk_code);

  async function said(text: string): Promise<boolean> {
    if (asks === null) return false;
    const body = { signal: asks, text, desk_code: asks === 'resend' ? desk : null, expected_version: order.v };
    return action.run(async (send) => {
      await send({ path: '/api/liaison/orders/{work_order_id}/moves', values, body });
    });
  }
  async function urge(): Promise<void> {
    await action.run(async (send) => {
      await send({ path: '/api/liaison/orders/{work_order_id}/urge', values });
    });
  }
  return (
    <li>
      <div className="row wrap">
        <strong>{orgName(order.desk_code, lang)}</strong> <WorkOrderTag state={order.state} />
        <ExchangeTag messages={messages} />
        {order.urged > 0 && <span className="tag warn">{t('liaison.urged', { n: order.urged })}</span>}
        <span className="grow" />
        <OrderClock order={order} />
      </div>
      <div className="cut" title={order.asked ?? undefined}>
        {order.asked}
      </div>
      <div className="muted">
        {t('liaison.owner')} {orgName(order.owner_code, lang)} · {order.owner_name}
        {order.said !== null && ` — ${order.said}`}
      </div>
      {mayMove && (
        <div className="row wrap">
          {(order.state === 'sent' || order.state === 'accepted') && (
            <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => void urge()}>
              {t('liaison.urge')}
            </button>
          )}
          {stepsOf(order).map((step) => (
            <button key={step} type="button" className="btn small" onClick={() => setAsks(step)}>
              {t(`liaison.step.${step}`)}
            </button>
          ))}
        </div>
      )}
      <Trouble sentence={asks === null ? action.trouble : null} onClose={action.clear} />
      {asks !== null && (
        <ReasonDialog
          isOpen
          title={t(`liaison.step.${asks}`)}
          label={t('liaison.label.step')}
          ok={t(`liaison.step.${asks}`)}
          trouble={action.trouble}
          onOk={said}
          onClose={() => setAsks(null)}
        >
          {asks === 'resend' && <DeskSelect desks={desks.list} value={desk} onChange={setDesk} />}
        </ReasonDialog>
      )}
    </li>
  );
}
