/** Where the chosen crew was in the last two hours, asked again while it drives. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';

const AGAIN_MS = 15_000;

/** Null while none is wanted, there is none, or the viewer may not see it. */
export function useTrail(crew: string | null): GeoJSON.FeatureCollection | null {
  const [trail, setTrail] = useState<GeoJSON.FeatureCollection | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => setTrail(null), [crew]);
  useEffect(() => {
    if (crew === null) return undefined;
    let isOld = false;
    source
      .get('/api/force/crews/{crew_id}/trail', { crew_id: crew })
      .then(({ points }) => {
        if (isOld) return;
        const coordinates = points.map(([lon, lat]) => [lon, lat] as [number, number]);
        const features: GeoJSON.Feature[] =
          coordinates.length < 2 ? [] : [{ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} }];
        setTrail({ type: 'FeatureCollection', features });
      })
      .catch(() => {
        if (!isOld) setTrail(null);
      });
    const timer = setTimeout(() => setRound((n) => n + 1), AGAIN_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [crew, round]);

  return crew === null ? null : trail;
}
