/** The officer's work as this phone knows it: the hall's state, and what was done here but not sent yet. Pure. */
import type { OrderStep, OutboxItem } from '../../sync/outbox.ts';
import type { Of, OrderState } from '../../sync/kinds.ts';

export type Step = OrderStep;

const AFTER: Readonly<Record<Step, OrderState>> = {
  accept: 'accepted',
  refuse: 'refused',
  depart: 'departed',
  arrive: 'arrived',
  feedback: 'fed_back',
};
const LIVE: ReadonlySet<OrderState> = new Set(['ordered', 'accepted', 'departed', 'arrived']);

/** The order's state with what waits in the outbox laid on top. */
export function stateWith(order: Of<'order'>, waiting: readonly OutboxItem[]): OrderState {
  const last = waiting.filter((item) => item.group === order.id).at(-1);
  return last === undefined ? order.state : AFTER[last.step as Step];
}

/** The one big button's step; null when nothing is to be done. */
export function nextStep(state: OrderState): Step | null {
  switch (state) {
    case 'ordered':
      return 'accept';
    case 'accepted':
      return 'depart';
    case 'departed':
      return 'arrive';
    case 'arrived':
      return 'feedback';
    default:
      return null;
  }
}

export interface Work {
  readonly order: Of<'order'>;
  /** The feedback that was sent back and waits to be put right. */
  readonly returned: Of<'feedback'> | null;
}

export function lastFeedback(orderId: string, feedback: readonly Of<'feedback'>[]): Of<'feedback'> | undefined {
  return feedback.filter((one) => one.order_id === orderId).sort((a, b) => b.round - a.round)[0];
}

/** What is on the card: the live order first, then a feedback to put right. */
export function currentWork(
  crewId: string | null,
  orders: readonly Of<'order'>[],
  feedback: readonly Of<'feedback'>[],
): Work | null {
  const own = orders
    .filter((one) => one.crew_id === crewId)
    .sort((a, b) => Date.parse(b.ordered_at) - Date.parse(a.ordered_at));
  const live = own.find((one) => LIVE.has(one.state));
  if (live !== undefined) return { order: live, returned: null };
  for (const order of own) {
    if (order.state !== 'fed_back') continue;
    const last = lastFeedback(order.id, feedback);
    if (last?.state === 'returned') return { order, returned: last };
  }
  return null;
}

/** Orders of today that are done, newest first. */
export function doneWork(crewId: string | null, orders: readonly Of<'order'>[], current: string | null): readonly Of<'order'>[] {
  return orders
    .filter((one) => one.crew_id === crewId && one.id !== current && !LIVE.has(one.state))
    .sort((a, b) => Date.parse(b.ordered_at) - Date.parse(a.ordered_at));
}
