/** An incident's file: as the ledger has it, asked again when the feed tells of a new fact. */
import { useEffect, useState } from 'react';
import { onFacts, source, useOne } from '../../app/hall.ts';
import { noteRefusal } from '../../app/session.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { IncidentFields } from '../../sync/kinds.ts';
import type { Entry } from './dossier.ts';

export interface File {
  readonly incident: IncidentFields | null;
  readonly timeline: readonly Entry[];
  readonly trouble: Sentence | null;
  readonly isLoading: boolean;
}

const PAUSE_MS = 250;

export function useFile(id: string): File {
  const live = useOne('incident', id);
  const [held, setHeld] = useState<IncidentFields | null>(null);
  const [timeline, setTimeline] = useState<readonly Entry[]>([]);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onFacts((facts) => {
      if (!facts.some((fact) => fact.incident === id)) return;
      clearTimeout(timer);
      timer = setTimeout(() => setRound((n) => n + 1), PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id]);

  useEffect(() => {
    let isOld = false;
    const values = { incident_id: id };
    Promise.all([
      source.get('/api/incidents/{incident_id}', values),
      source.get('/api/incidents/{incident_id}/timeline', values),
    ])
      .then(([view, entries]) => {
        if (isOld) return;
        setHeld(view.data as unknown as IncidentFields);
        setTimeline(entries);
        setTrouble(null);
      })
      .catch((error: unknown) => {
        if (!isOld) setTrouble(sentenceOf(error));
        noteRefusal(error);
      })
      .finally(() => {
        if (!isOld) setLoading(false);
      });
    return () => {
      isOld = true;
    };
  }, [id, round]);

  return { incident: live ?? held, timeline, trouble, isLoading };
}
