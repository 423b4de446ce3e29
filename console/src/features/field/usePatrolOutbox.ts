/**
 * What is done on patrol: an outbox of its own, kept without a network and sent in its order. A step that is refused takes
 * only the later ones of its own point with it; what was filled in stays in the form until the hall has it.
 */
import { useCallback } from 'react';
import { source } from '../../app/hall.ts';
import type { Body } from '../../source/contract.ts';
import type { OutboxItem, PatrolStep, Post } from '../../sync/outbox.ts';
import { useBox, type Box } from './useBox.ts';
import { failure } from './useOutbox.ts';

const AGAIN_MS = 5_000;
const VISIT = '/api/field/patrols/{patrol_id}/points/{point_number}/visit';
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
    const values = { patrol_id: patrolId, point_number: number };
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

export interface PatrolOutbox extends Omit<Box, 'add'> {
  readonly add: (group: string, step: PatrolStep, body?: OutboxItem['body'], photos?: readonly Blob[]) => Promise<void>;
}

export function usePatrolOutbox(): PatrolOutbox {
  const { add: keep, ...box } = useBox('patrol', post, AGAIN_MS);
  const add = useCallback<PatrolOutbox['add']>(
    (group, step, body = null, photos = []) => keep({ group, step, body }, photos),
    [keep],
  );
  return { ...box, add };
}
