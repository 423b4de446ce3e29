/** The ways of the chosen incident's crews by road, asked again while they drive. */
import { useEffect, useState } from 'react';
import { source, store } from '../../app/hall.ts';
import type { BoardRow } from './rows.ts';

const AGAIN_MS = 10_000;
const NONE: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const DRIVING: ReadonlySet<string> = new Set(['ordered', 'accepted', 'departed']);

/** Null where there is nothing to ask for. */
export function useRoutes(row: BoardRow | null): GeoJSON.FeatureCollection | null {
  const [routes, setRoutes] = useState<GeoJSON.FeatureCollection>(NONE);
  const [round, setRound] = useState(0);
  const { id, lon, lat } = row?.incident ?? { id: null, lon: 0, lat: 0 };
  const crews = (row?.orders ?? []).filter((one) => DRIVING.has(one.state)).map((one) => one.crew_id);
  const who = crews.join(' ');

  useEffect(() => {
    if (id === null || who === '') {
      setRoutes(NONE);
      return undefined;
    }
    let isOld = false;
    const asked = who.split(' ').flatMap((crew) => {
      const at = store.positions.get(crew);
      if (at === undefined) return [];
      const ask = { from_lon: at.lon, from_lat: at.lat, to_lon: lon, to_lat: lat };
      return [source.get('/api/places/route', {}, ask).catch(() => null)];
    });
    void Promise.all(asked).then((ways) => {
      if (isOld) return;
      const features = ways
        .filter((way) => way !== null)
        .map((way): GeoJSON.Feature => ({
          type: 'Feature',
          geometry: { type: 'LineString', coordinates: way.points as unknown as [number, number][] },
          properties: {},
        }));
      setRoutes({ type: 'FeatureCollection', features });
    });
    const timer = setTimeout(() => setRound((n) => n + 1), AGAIN_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [id, lon, lat, who, round]);

  return row === null ? null : routes;
}
