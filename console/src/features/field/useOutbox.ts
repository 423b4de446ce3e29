/** The outbox of this phone: opened once for an account, flushed whenever the hall can be reached. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { source, useLink } from '../../app/hall.ts';
import { noteRefusal, useMe } from '../../app/session.ts';
import type { Body } from '../../source/contract.ts';
import { newKey } from '../../source/keys.ts';
import { Refusal, type Sentence } from '../../source/refusal.ts';
import { Outbox, type OrderStep, type OutboxItem, type OutboxState, type Post, type Sent } from '../../sync/outbox.ts';
import { openShelf } from '../../sync/shelfDb.ts';
import type { Step } from './work.ts';

const AGAIN_MS = 5_000;

/** What became of an attempt that failed, for every outbox of this phone. */
export function failure(error: unknown): Exclude<Sent, { kind: 'done' }> {
  if (!(error instanceof Refusal)) return { kind: 'unreachable' };
  if (error.code === 'not_signed_in') {
    noteRefusal(error);
    return { kind: 'signed_out' };
  }
  // "Too much at once" passes: the step keeps its place.
  return error.status === 429 ? { kind: 'unreachable' } : { kind: 'refused', sentence: error.sentence };
}

const PATHS = {
  accept: '/api/field/orders/{order_id}/accept',
  refuse: '/api/field/orders/{order_id}/refuse',
  depart: '/api/field/orders/{order_id}/depart',
  arrive: '/api/field/orders/{order_id}/arrive',
  feedback: '/api/field/orders/{order_id}/feedback',
} as const;

const post: Post = {
  async upload(photo) {
    try {
      return { uploadId: (await source.upload('/api/evidence/uploads', photo)).upload_id };
    } catch (error) {
      return failure(error);
    }
  },
  async send(item, photoIds) {
    const values = { order_id: item.group };
    try {
      if (item.step === 'feedback') {
        const body = { ...item.body, photos: photoIds } as unknown as Body<(typeof PATHS)['feedback'], 'post'>;
        await source.post({ path: PATHS.feedback, values, body, key: item.key });
      } else if (item.step === 'refuse') {
        const body = item.body as unknown as Body<(typeof PATHS)['refuse'], 'post'>;
        await source.post({ path: PATHS.refuse, values, body, key: item.key });
      } else {
        await source.post({ path: PATHS[item.step as Exclude<OrderStep, 'feedback' | 'refuse'>], values, key: item.key });
      }
      return { kind: 'done' };
    } catch (error) {
      return failure(error);
    }
  },
};

export interface Refused {
  readonly item: OutboxItem;
  readonly sentence: Sentence;
  readonly dropped: number;
}

export interface OutboxNow extends OutboxState {
  readonly refused: Refused | null;
  /** Orders this crew said no to from here: that they leave its sight is no news. */
  readonly declined: ReadonlySet<string>;
  readonly dismiss: () => void;
  readonly add: (orderId: string, step: Step, body?: OutboxItem['body'], photos?: readonly Blob[]) => Promise<void>;
}

export function useOutbox(): OutboxNow {
  const me = useMe();
  const link = useLink();
  const [state, setState] = useState<OutboxState>({ waiting: [], isSending: false });
  const [refused, setRefused] = useState<Refused | null>(null);
  const [declined, setDeclined] = useState<ReadonlySet<string>>(new Set<string>());
  const box = useRef<Promise<Outbox> | null>(null);

  useEffect(() => {
    box.current = openShelf(me.id).then(async (shelf) => {
      const tell = {
        changed: setState,
        refused: (item: OutboxItem, sentence: Sentence, dropped: number) => setRefused({ item, sentence, dropped }),
        signedOut: () => undefined,
      };
      const opened = new Outbox(shelf, post, tell, () => Date.now());
      await opened.load();
      void opened.flush();
      return opened;
    });
  }, [me.id]);

  const flush = useCallback(() => void box.current?.then((opened) => opened.flush()), []);
  useEffect(() => {
    if (link === 'open') flush();
    addEventListener('online', flush);
    const timer = setInterval(flush, AGAIN_MS);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [flush, link]);

  const add = useCallback(
    async (orderId: string, step: Step, body: OutboxItem['body'] = null, photos: readonly Blob[] = []) => {
      setRefused(null);
      if (step === 'refuse') setDeclined((before) => new Set([...before, orderId]));
      const opened = await box.current;
      await opened?.add({ key: newKey(), group: orderId, step, body }, photos);
    },
    [],
  );
  return { ...state, refused, declined, dismiss: () => setRefused(null), add };
}
