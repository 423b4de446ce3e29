/** The words of a recording, asked for again once it was said why one listens. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { noteRefusal } from '../../app/session.ts';
import type { Schema } from '../../source/contract.ts';

export type Transcript = Schema<'Transcript'>;

/** Null: not known yet. `saidWhy`: the words are shown from then on. */
export function useTranscript(recordingId: string, saidWhy: boolean): Transcript | null {
  const [found, setFound] = useState<Transcript | null>(null);
  useEffect(() => {
    let isOld = false;
    source
      .get('/api/triage/recordings/{recording_id}/transcript', { recording_id: recordingId })
      .then((one) => {
        if (!isOld) setFound(one);
      })
      .catch((error: unknown) => noteRefusal(error));
    return () => {
      isOld = true;
    };
  }, [recordingId, saidWhy]);
  return found;
}
