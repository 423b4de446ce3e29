/**
 * Panic calls and requests for help: an outbox of their own, so that nothing stands before them; kept without a
 * network and sent the moment there is one.
 */
import { useCallback } from 'react';
import { source } from '../../app/hall.ts';
import type { Body } from '../../source/contract.ts';
import type { OutboxItem, Post, UrgentStep } from '../../sync/outbox.ts';
import { useBox, type Box } from './useBox.ts';
import { failure } from './useOutbox.ts';

const AGAIN_MS = 2_000;

const post: Post = {
  upload: () => Promise.resolve({ kind: 'unreachable' }),
  async send(item) {
    const { key, group } = item;
    try {
      if (item.step === 'panic') {
        await source.post({ path: '/api/field/panic', body: item.body as unknown as Body<'/api/field/panic', 'post'>, key });
      } else if (item.step === 'help') {
        const body = item.body as unknown as Body<'/api/field/orders/{order_id}/help', 'post'>;
        await source.post({ path: '/api/field/orders/{order_id}/help', values: { order_id: group }, body, key });
      } else {
        await source.post({ path: '/api/field/help/{help_id}/withdraw', values: { help_id: group }, key });
      }
      return { kind: 'done' };
    } catch (error) {
      return failure(error);
    }
  },
};

export interface Urgent extends Omit<Box, 'add'> {
  readonly add: (step: UrgentStep, group: string, body?: OutboxItem['body']) => void;
}

export function useUrgent(): Urgent {
  const { add: keep, ...box } = useBox('urgent', post, AGAIN_MS);
  const add = useCallback<Urgent['add']>((step, group, body = null) => void keep({ group, step, body }), [keep]);
  return { ...box, add };
}
