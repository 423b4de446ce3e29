/** An outbox of this phone beside that of the orders: opened once for an account, sent the moment there is a network. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLink } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { newKey } from '../../source/keys.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Outbox, type OutboxItem, type OutboxState, type Post } from '../../sync/outbox.ts';
import { openShelf } from '../../sync/shelfDb.ts';

export interface Box extends OutboxState {
  /** Why the newest refused step was refused. */
  readonly trouble: Sentence | null;
  readonly dismiss: () => void;
  readonly add: (item: Pick<OutboxItem, 'group' | 'step' | 'body'>, photos?: readonly Blob[]) => Promise<void>;
}

/** name: of its shelf on this phone. post: the same at every drawing. againMs: between two attempts without a network. */
export function useBox(name: string, post: Post, againMs: number): Box {
  const me = useMe();
  const link = useLink();
  const [state, setState] = useState<OutboxState>({ waiting: [], isSending: false });
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const box = useRef<Promise<Outbox> | null>(null);
  useEffect(() => {
    box.current = openShelf(`${me.id}-${name}`).then(async (shelf) => {
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
  }, [me.id, name, post]);
  useEffect(() => {
    const flush = () => void box.current?.then((opened) => opened.flush());
    if (link === 'open') flush();
    addEventListener('online', flush);
    const timer = setInterval(flush, againMs);
    return () => {
      removeEventListener('online', flush);
      clearInterval(timer);
    };
  }, [link, againMs]);
  const add = useCallback<Box['add']>(async (item, photos = []) => {
    setTrouble(null);
    const opened = await box.current;
    await opened?.add({ key: newKey(), ...item }, photos);
  }, []);
  return { ...state, trouble, dismiss: () => setTrouble(null), add };
}
