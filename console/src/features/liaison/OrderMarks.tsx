/** How a work order stands, and the clock that runs for it. */
import { useTongue } from '../../i18n/index.ts';
import type { Of, WorkOrderState } from '../../sync/kinds.ts';
import { useNow } from '../../app/clock.ts';
import { ageText } from '../../ui/time.ts';

const TONES: Readonly<Record<WorkOrderState, string>> = {
  sent: 'accent',
  accepted: 'ok',
  returned: 'warn',
  done: '',
  kept: '',
  withdrawn: '',
};
const LATE_BELOW = 0.5;

export function WorkOrderTag({ state }: { state: WorkOrderState }) {
  const { term } = useTongue();
  return <span className={`tag ${TONES[state]}`}>{term('work_order.state', state)}</span>;
}

/** Whether the order is known at the partner's own platform; nothing where it has none, or was not reached yet. */
export function ExchangeTag({ messages }: { messages: readonly Of<'exchange'>[] }) {
  const { t } = useTongue();
  if (messages.some((one) => one.state === 'dead')) return <span className="tag danger">{t('exchange.is_dead')}</span>;
  return messages.some((one) => one.kind === 'order.sent' && one.state === 'sent') ? (
    <span className="tag ok">{t('exchange.got_through')}</span>
  ) : null;
}

/** What is left of the time to accept, or to have it done; how long it is over. */
export function OrderClock({ order }: { order: Of<'work_order'> }) {
  const { t } = useTongue();
  const now = useNow();
  const due = order.state === 'sent' ? order.accept_by : order.state === 'accepted' ? order.done_by : null;
  if (due === null) return null;
  const left = Date.parse(due) - now;
  const whole = Date.parse(due) - Date.parse(order.sent_at);
  const words = order.state === 'sent' ? 'liaison.accept_in' : 'liaison.done_in';
  const how = left <= 0 ? 'clock overdue' : left < whole * LATE_BELOW ? 'clock late' : 'clock';
  return (
    <span className={how}>
      {left <= 0 ? t('liaison.over', { age: ageText(-left) }) : t(words, { age: ageText(left) })}
    </span>
  );
}
