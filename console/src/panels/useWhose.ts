/** Whose an incident is: from the feed; of one that ended long ago, asked for once. */
import { useEffect, useMemo, useState } from 'react';
import { source, useList } from '../app/hall.ts';
import type { JurisdictionFields } from '../sync/kinds.ts';

/** Null: not known yet, or nobody's (inspection handles it). */
export function useWhose(incidentId: string): JurisdictionFields | null {
  const all = useList('jurisdiction');
  const live = useMemo(() => all.find((one) => one.incident_id === incidentId) ?? null, [all, incidentId]);
  const [held, setHeld] = useState<JurisdictionFields | null>(null);
  const isLive = live !== null;
  useEffect(() => {
    if (isLive) return undefined;
    let isOld = false;
    source
      .get('/api/triage/jurisdiction/{incident_id}', { incident_id: incidentId })
      .then((view) => {
        if (!isOld) setHeld(view.data as unknown as JurisdictionFields);
      })
      .catch(() => {
        // There is none: the incident is inspection's, or from before it was kept.
        if (!isOld) setHeld(null);
      });
    return () => {
      isOld = true;
    };
  }, [incidentId, isLive]);
  return live ?? (held?.incident_id === incidentId ? held : null);
}
