/** Why an order ended, where its state does not say so already. Pure. */
import type { Tongue } from '../i18n/index.ts';
import type { OrderState } from '../sync/kinds.ts';

export function endWords(term: Tongue['term'], state: OrderState, reason: string | null | undefined): string {
  return state === 'expired' ? '' : term('end', reason);
}
