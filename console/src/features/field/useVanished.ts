/** An order that left this crew's sight: why, in the hall's own words. */
import { useEffect, useRef, useState } from 'react';
import { findOf, source, store, useList } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { newKey } from '../../source/keys.ts';
import { Refusal, type Sentence } from '../../source/refusal.ts';

export interface Vanished {
  readonly number: string;
  readonly sentence: Sentence;
}

/** `current`: the order on the card now. Asks about one that went out of sight without having been refused here. */
export function useVanished(current: string | null, refusedHere: ReadonlySet<string>): readonly [Vanished | null, () => void] {
  const [vanished, setVanished] = useState<Vanished | null>(null);
  const before = useRef<{ readonly id: string; readonly number: string } | null>(null);
  const orders = useList('order');

  useEffect(() => {
    const last = before.current;
    if (last !== null && last.id !== current && findOf(store, 'order', last.id) === undefined && store.hasSnapshot) {
      before.current = null;
      if (!refusedHere.has(last.id)) {
        // An order that is over answers any step with the reason; one that is not could not have gone out of sight.
        source
          .post({ path: '/api/field/orders/{order_id}/depart', values: { order_id: last.id }, key: newKey() })
          .catch((error: unknown) => {
            if (error instanceof Refusal) setVanished({ number: last.number, sentence: sentenceOf(error) });
          });
      }
    }
    if (current !== null) {
      const order = findOf(store, 'order', current);
      const incident = order === undefined ? undefined : findOf(store, 'incident', order.incident_id);
      if (before.current?.id !== current) setVanished(null);
      before.current = { id: current, number: incident?.number ?? before.current?.number ?? '' };
    }
  }, [current, orders, refusedHere]);

  return [vanished, () => setVanished(null)];
}
