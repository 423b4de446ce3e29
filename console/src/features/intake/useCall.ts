/** The contact in hand: its draft, and everything that can be done with it. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useList, useOne } from '../../app/hall.ts';
import type { Action } from '../../app/useAction.ts';
import { useClasses } from '../../panels/classes.ts';
import type { DraftCall } from '../../panels/form/draftCall.ts';
import type { Answer, Of } from '../../sync/kinds.ts';
import {
  amendBody,
  dropCallDraft,
  keepCallDraft,
  missingOf,
  newDraft,
  openBody,
  readCallDraft,
  sameAnswers,
  type CallDraft,
  type Missing,
} from '../../panels/form/callDraft.ts';

export interface Call extends DraftCall {
  readonly contact: Of<'contact'>;
  readonly incident: Of<'incident'> | undefined;
  readonly incidentId: string | null;
  readonly orders: readonly Of<'order'>[];
  readonly missing: Missing | null;
  readonly hasChanges: boolean;
  /** Open the incident; with `send` the best crew goes at once. What is missing comes back. */
  readonly open: (send: boolean) => Promise<Missing | 'done' | 'failed'>;
  readonly sendCrew: (crewId: string | null, role?: 'contain') => Promise<boolean>;
  readonly save: () => Promise<boolean>;
  readonly settle: (disposition: Disposition, note: string) => Promise<boolean>;
  readonly link: (incidentId: string) => Promise<boolean>;
}

export const DISPOSITIONS = ['answered', 'not_police', 'duplicate', 'silent', 'misdialled', 'harassment'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

const NOTHING: readonly Answer[] = [];

export function useCall(contact: Of<'contact'>, action: Action): Call {
  const { id } = contact;
  const [draft, setDraft] = useState<CallDraft>(() => readCallDraft(id) ?? newDraft(contact));
  const now = useRef(draft);
  const classes = useClasses();
  const [openedId, setOpenedId] = useState<string | null>(null);
  const incidentId = contact.incident_id ?? openedId;
  const incident = useOne('incident', incidentId);
  const all = useList('order');
  const orders = useMemo(() => all.filter((order) => order.incident_id === incidentId), [all, incidentId]);
  const chosenClass = classes.find((one) => one.code === draft.classCode);
  const { run } = action;

  useEffect(() => keepCallDraft(id, now.current), [id]);

  const change = useCallback(
    (part: Partial<CallDraft>) => {
      now.current = { ...now.current, ...part };
      keepCallDraft(id, now.current);
      setDraft(now.current);
    },
    [id],
  );

  const open = useCallback(
    async (send: boolean) => {
      const missing = missingOf(now.current);
      const body = openBody(now.current);
      if (missing !== null || body === null) return missing ?? 'failed';
      const isDone = await run(async (post) => {
        const values = { contact_id: id };
        const reply = await post({ path: '/api/intake/contacts/{contact_id}/incident', values, body });
        const opened = reply.incident_id ?? null;
        setOpenedId(opened);
        if (!send || opened === null || chosenClass?.is_inspection_only) return;
        const where = { incident_id: opened };
        await post({ path: '/api/dispatch/incidents/{incident_id}/orders', values: where, body: { crew_id: null, role: 'respond' } });
      });
      return isDone ? 'done' : 'failed';
    },
    [chosenClass, id, run],
  );

  const sendCrew = useCallback(
    (crewId: string | null, role: 'respond' | 'contain' = 'respond') =>
      run(async (post) => {
        if (incidentId === null) return;
        const values = { incident_id: incidentId };
        await post({ path: '/api/dispatch/incidents/{incident_id}/orders', values, body: { crew_id: crewId, role } });
      }),
    [incidentId, run],
  );

  const amend = incident === undefined ? null : amendBody(draft, incident);
  const noted = useOne('answers', incidentId)?.answers ?? NOTHING;
  const isSaid = incidentId === null || sameAnswers(draft.answers, noted);
  const save = useCallback(
    () =>
      run(async (post) => {
        if (incidentId === null) return;
        const values = { incident_id: incidentId };
        if (amend !== null) await post({ path: '/api/incidents/{incident_id}/amend', values, body: amend });
        const body = { answers: now.current.answers };
        if (!isSaid) await post({ path: '/api/intake/incidents/{incident_id}/answers', values, body });
      }),
    [amend, incidentId, isSaid, run],
  );

  const settle = useCallback(
    (disposition: Disposition, note: string) =>
      run(async (post) => {
        const values = { contact_id: id };
        await post({ path: '/api/intake/contacts/{contact_id}/settle', values, body: { disposition, note, hang_up: false } });
        dropCallDraft(id);
      }),
    [id, run],
  );
  const link = useCallback(
    (target: string) =>
      run(async (post) => {
        const values = { contact_id: id };
        await post({ path: '/api/intake/contacts/{contact_id}/link', values, body: { incident_id: target, said: now.current.narrative } });
        dropCallDraft(id);
      }),
    [id, run],
  );

  return {
    contact,
    incident,
    incidentId,
    orders,
    draft,
    chosenClass,
    missing: missingOf(draft),
    hasChanges: amend !== null || !isSaid,
    change,
    open,
    sendCrew,
    save,
    settle,
    link,
  };
}
