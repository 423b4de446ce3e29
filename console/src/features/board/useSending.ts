/** Sending a crew: at once when nobody is on it; as a reinforcement or instead of another, with a reason. */
import { useCallback, useState } from 'react';
import type { Action } from '../../app/useAction.ts';
import type { Of } from '../../sync/kinds.ts';

export interface Sending {
  /** The crew that waits for a reason. */
  readonly picked: { readonly crewId: string; readonly name: string } | null;
  /** The order that is to be replaced. */
  readonly replaced: Of<'order'> | null;
  readonly replace: (order: Of<'order'> | null) => void;
  readonly pick: (crewId: string, name: string, role?: 'contain') => void;
  readonly unpick: () => void;
  readonly confirm: (reason: string) => Promise<boolean>;
}

export function useSending(action: Action, incidentId: string | null, hasCrew: boolean): Sending {
  const [picked, setPicked] = useState<Sending['picked']>(null);
  const [wanted, replace] = useState<Of<'order'> | null>(null);
  // Another incident was chosen meanwhile: what was begun for the last one is over.
  const replaced = wanted?.incident_id === incidentId ? wanted : null;

  const send = useCallback(
    (crewId: string, reason: string | null, role: 'respond' | 'contain' = 'respond') =>
      action.run(async (post) => {
        const values = { incident_id: incidentId ?? '' };
        await post({
          path: '/api/dispatch/incidents/{incident_id}/orders',
          values,
          body: { crew_id: crewId, role, ...(reason !== null && { reason }) },
        });
      }),
    [action, incidentId],
  );

  function pick(crewId: string, name: string, role?: 'contain'): void {
    if (incidentId === null) return;
    if (role === 'contain') void send(crewId, null, role);
    else if (hasCrew || replaced !== null) setPicked({ crewId, name });
    else void send(crewId, null);
  }

  async function confirm(reason: string): Promise<boolean> {
    if (picked === null) return false;
    const isDone =
      replaced === null
        ? await send(picked.crewId, reason)
        : await action.run(async (post) => {
            const values = { order_id: replaced.id };
            const body = { crew_id: picked.crewId, reason };
            await post({ path: '/api/dispatch/orders/{order_id}/reassign', values, body });
          });
    if (isDone) replace(null);
    return isDone;
  }

  return { picked, replaced, replace, pick, unpick: () => setPicked(null), confirm };
}
