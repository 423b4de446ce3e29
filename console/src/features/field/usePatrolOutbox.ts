/**
 * What is done on patrol: an outbox of its own, kept without a network and sent in its order. A step that is refused takes
 * only the later ones of its own point with it; what was filled in stays in the form until the hall has it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { source, useLink } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import type { Body } from '../../source/contract.ts';
import { newKey } from '../../source/keys.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Outbox, type OutboxItem, type OutboxState, type PatrolStep, type Post } from '../../sync/outbox.ts';
import { openShelf } from '../../sync/shelfDb.ts';
import { failure } from './useOutbox.ts';

const AGAIN_MS = 5_000;
const VISIT = '/api/field/patrols/{patrol_id}/points/{number}/visit';
const HAZARD = '/api/field/patrols/{patrol_id}/hazards';

/** Steps of one point belong together. */
export function groupOf(patrolId: string, number: number | null): string {
  return `${patrolId}:${number ?? ''}`;
}

const post: Post = {
  async upload(photo) {
    try {
      return { uploadId: (await source.upload('/api/evidence/uploads', photo)).upload_id };
    } catch (error) {
      return failure(error);
    }
  },
  async send({ step, group, body, key }, photos) {
    const [patrolId = '', number = ''] = group.split(':');
    const values = { patrol_id: patrolId, number };
    try {
      if (step === 'patrol_visit') {
        await source.post({ path: VISIT, values, body: { ...body, photos } as unknown as Body<typeof VISIT, 'post'>, key });
      } else if (step === 'patrol_hazard') {
        await source.post({ path: HAZARD, values, body: { ...body, photos } as unknown as Body<typeof HAZARD, 'post'>, key });
      } else if (step === 'patrol_end') {
        const end = body as unknown as Body<'/api/field/patrols/{patrol_id}/end', 'post'>;
        await source.post({ path: '/api/field/patrols/{patrol_id}/end', values, body: end, key });
      } else {
        await source.post({ path: '/api/field/patrols/{patrol_id}/start', values, key });
      }
      return { kind: 'done' };
    } catch (error) {
      return failure(error);
    }
  },
};

export interface PatrolOutbox extends OutboxState {
  readonly trouble: Sentence | null;
  readonly dismiss: () => void;
  readonly add: (group: string, step: PatrolStep, body?: OutboxItem['body'], photos?: readonly Blob[]) => Promise<void>;
}

export function usePatrolOutbox(): PatrolOutbox {
  const me = useMe();
  const link = useLink();
  const [state, setState] = useState<OutboxState>({ waiting: [], isSending: false });
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const box = useRef<Promise<Outbox> | null>(null);
  useEffect(() => {
    box.current = openShelf(`${me.id}-patrol`).then(async (shelf) => {
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
  const add = useCallback(
    async (group: string, step: PatrolStep, body: OutboxItem['body'] = null, photos: readonly Blob[] = []) => {
      setTrouble(null);
      const opened = await box.current;
      await opened?.add({ key: newKey(), group, step, body }, photos);
    },
    [],
  );
  return { ...state, trouble, dismiss: () => setTrouble(null), add };
}
