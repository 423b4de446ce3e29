/** What became of a text message, in words. Pure. */
import type { Tongue } from '../../i18n/index.ts';

export interface Delivery {
  readonly state: 'queued' | 'sent' | 'delivered' | 'failed';
  readonly reason: string | null;
}

const KNOWN: ReadonlySet<string> = new Set([
  'expired', 'undelivered', 'rejected', 'deleted', 'erased',
  'window_closed', 'must_write_first', 'not_following', 'receiver_unknown', 'receiver_blocked', 'quota_used', 'not_permitted',
  'content_refused', 'too_long',
]);

/** Why it failed; what only the line itself has a word for is "refused", with that word. */
export function deliveryReason(reason: string | null, { term }: Tongue): string | null {
  if (reason === null) return null;
  return KNOWN.has(reason) ? term('delivery.reason', reason) : `${term('delivery.reason', 'other')} ${reason}`;
}
