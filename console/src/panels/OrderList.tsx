/** Orders of an incident: who was called, who accepted, who is there. */
import './ranking.css';
import { useTongue } from '../i18n/index.ts';
import type { Of } from '../sync/kinds.ts';
import { minutesOf } from '../ui/time.ts';
import { Age, Countdown, OrderStateTag } from './marks.tsx';
import { endWords } from './orderEnd.ts';

type Order = Of<'order'>;

/** Since when the order is in its state. */
function since(order: Order): string {
  return order.ended_at ?? order.fed_back_at ?? order.arrived_at ?? order.departed_at ?? order.accepted_at ?? order.ordered_at;
}

export interface OrderListProps {
  readonly orders: readonly Order[];
  readonly onRelease?: (order: Order) => void;
  readonly onReassign?: (order: Order) => void;
}

export function OrderList({ orders, onRelease, onReassign }: OrderListProps) {
  const { t, term } = useTongue();
  const sorted = [...orders].sort(
    (a, b) => Number(a.ended_at !== null) - Number(b.ended_at !== null) || Date.parse(b.ordered_at) - Date.parse(a.ordered_at),
  );
  return (
    <ul className="orders" aria-label={t('orders.title')}>
      {sorted.map((order) => (
        <li key={order.id}>
          <strong className="cut">{order.call_sign}</strong>
          <OrderStateTag state={order.state} />
          {order.role === 'contain' && <span className="chip">{t('orders.contain')}</span>}
          {order.state === 'ordered' && order.due_at !== null ? (
            <Countdown due={order.due_at} />
          ) : (
            order.ended_at === null && <Age since={since(order)} />
          )}
          <span className="grow muted cut">
            {order.ended_at === null
              ? [order.eta_s === null ? '' : t('orders.eta', { n: minutesOf(order.eta_s) }), term('end', order.reason)]
                  .filter((one) => one !== '')
                  .join(' · ')
              : endWords(term, order.state, order.end_reason)}
          </span>
          <span className="orders-keys">
            {onReassign !== undefined && order.ended_at === null && (
              <button
                type="button"
                className="btn small quiet"
                aria-label={t('orders.reassign_crew', { name: order.call_sign })}
                onClick={() => onReassign(order)}
              >
                {t('orders.reassign')}
              </button>
            )}
            {onRelease !== undefined && order.ended_at === null && (
              <button
                type="button"
                className="btn small quiet"
                aria-label={t('orders.release_crew', { name: order.call_sign })}
                onClick={() => onRelease(order)}
              >
                {t('orders.release')}
              </button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
