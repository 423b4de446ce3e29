/** The work orders of an incident, what may be done about each, and the form that sends another one. */
import './liaison.css';
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { OrderClock, WorkOrderTag } from './OrderMarks.tsx';
import { DeskSelect, useDesks } from './DeskSelect.tsx';
import { SendOrder } from './SendOrder.tsx';

type Order = Of<'work_order'>;
type Step = 'keep' | 'withdraw' | 'reopen' | 'resend';

function stepsOf(order: Order): readonly Step[] {
  if (order.state === 'returned') return ['resend', 'keep', 'withdraw'];
  if (order.state === 'sent' || order.state === 'accepted') return ['withdraw'];
  return order.state === 'done' ? ['reopen'] : [];
}

function OrderLine({ order, mayMove }: { order: Order; mayMove: boolean }) {
  const { t, lang } = useTongue();
  const action = useAction();
  const [asks, setAsks] = useState<Step | null>(null);
  const [desk, setDesk] = useState('');
  const desks = useDesks(order.incident_id, asks === 'resend');
  const values = { work_order_id: order.id };

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

export function IncidentOrders({ incidentId, isOpen }: { incidentId: string; isOpen: boolean }) {
  const { t } = useTongue();
  useOrganisations();
  const me = useMe();
  const all = useList('work_order');
  const own = all.filter((one) => one.incident_id === incidentId);
  const mayMove = holds(me, 'call_taker', 'commander', 'county_desk', 'station_desk');
  if (own.length === 0 && !(mayMove && isOpen)) return null;
  return (
    <section className="panel" aria-label={t('liaison.of_incident')}>
      <header>
        <h2>{t('liaison.of_incident')}</h2>
      </header>
      {own.length > 0 && (
        <ul className="file-list incident-orders">
          {own.map((one) => (
            <OrderLine key={one.id} order={one} mayMove={mayMove} />
          ))}
        </ul>
      )}
      {mayMove && isOpen && <SendOrder incidentId={incidentId} />}
    </section>
  );
}
