/**
 * Panic calls and requests for help: an outbox of their own, so that nothing stands before them; kept without a
 * network and sent the moment there is one.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { source, useLink } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import type { Body } from '../../source/contract.ts';
import { newKey } from '../../source/keys.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Outbox, type OutboxItem, type OutboxState, type Post, type UrgentStep } from '../../sync/outbox.ts';
import { openShelf } from '../../sync/shelfDb.ts';
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

export interface Urgent extends OutboxState {
  readonly trouble: Sentence | null;
  readonly dismiss: () => void;
  readonly add: (step: UrgentStep, group: string, body?: OutboxItem['body']) => void;
}

export function useUrgent(): Urgent {
  const me = useMe();
  const link = useLink();
  const [state, setState] = useState<OutboxState>({ waiting: [], isSending: false });
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const box = useRef<Promise<Outbox> | null>(null);

  useEffect(() => {
    box.current = openShelf(`${me.id}-urgent`).then(async (shelf) => {
      const tell = {
        changed: setState,
        refused: (_: OutboxItem, sentence: Sentence) => setTrouble(sentence),
        signedOut: () => undefined,
      };
      const opened = new Outbox(shelf, post, tell, () => Date.now());
      await opened.load();
      void opened.flush();
      return opened;
    });
  }, [me.id]);
  useEffect(() => {
    const flush = () => void box.current?.then((opened) => opened.flush());
    if (link === 'open') flush();
    addEventListener('online', flush);
    const timer = setInterval(flush, AGAIN_MS);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [link]);

  const add = useCallback((step: UrgentStep, group: string, body: OutboxItem['body'] = null) => {
    setTrouble(null);
    void box.current?.then((opened) => opened.add({ key: newKey(), group, step, body }));
  }, []);
  return { ...state, trouble, dismiss: () => setTrouble(null), add };
}
