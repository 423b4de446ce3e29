/** How far a text message has come: waits, sent, delivered, or why not. */
import { useTongue } from '../../i18n/index.ts';
import { deliveryReason, type Delivery } from './delivery.ts';

const MARK = { queued: '…', sent: '✓', delivered: '✓✓', failed: '✗' } as const;

export function Tick({ delivery }: { delivery: Delivery }) {
  const tongue = useTongue();
  const why = delivery.state === 'failed' ? deliveryReason(delivery.reason, tongue) : null;
  return (
    <span className={delivery.state === 'failed' ? 'talk-tick failed' : 'talk-tick'}>
      {' · '}
      <span aria-hidden="true">{MARK[delivery.state]}</span> {tongue.term('delivery.state', delivery.state)}
      {why !== null && ` (${why})`}
    </span>
  );
}
