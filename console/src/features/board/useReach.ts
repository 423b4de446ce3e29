/** Areas within 1, 3 and 5 minutes: of the chosen crew, or from where the chosen incident is reached. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Of } from '../../sync/kinds.ts';

const AGAIN_MS = 10_000;

export interface ReachWanted {
  readonly crew: string | null;
  readonly incident: Of<'incident'> | null;
}

/** Null while none is wanted or the roads do not answer. */
export function useReach(wanted: ReachWanted | null): GeoJSON.FeatureCollection | null {
  const [reach, setReach] = useState<GeoJSON.FeatureCollection | null>(null);
  const [round, setRound] = useState(0);
  const crew = wanted?.crew ?? null;
  const lon = wanted?.incident?.lon ?? null;
  const lat = wanted?.incident?.lat ?? null;

  useEffect(() => {
    setReach(null);
  }, [crew, lon, lat]);
  useEffect(() => {
    if (crew === null && (lon === null || lat === null)) return undefined;
    let isOld = false;
    const asking =
      crew !== null
        ? source.get('/api/roads/crews/{crew_id}/reach', { crew_id: crew })
        : source.get('/api/places/reach', {}, { lon: lon ?? 0, lat: lat ?? 0, direction: 'to' });
    asking
      .then((found) => {
        if (!isOld) setReach(found as unknown as GeoJSON.FeatureCollection);
      })
      .catch(() => {
        if (!isOld) setReach(null);
      });
    // A crew drives on; an incident stays where it is.
    const timer = crew === null ? undefined : setTimeout(() => setRound((n) => n + 1), AGAIN_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [crew, lon, lat, round]);

  return wanted === null ? null : reach;
}
