/** The crew's position, sent every five seconds while on duty and allowed. Only the newest counts: none is queued. */
import { useEffect, useRef, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Schema } from '../../source/contract.ts';

export type Sharing = 'off' | 'waiting' | 'sending' | 'denied' | 'absent';

const EVERY_MS = 5_000;

export function useOwnPosition(isWanted: boolean): Sharing {
  const [sharing, setSharing] = useState<Sharing>('off');
  const newest = useRef<Schema<'FixBody'> | null>(null);

  useEffect(() => {
    if (!isWanted) {
      setSharing('off');
      return undefined;
    }
    if (!('geolocation' in navigator) || !isSecureContext) {
      setSharing('absent');
      return undefined;
    }
    setSharing('waiting');
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        newest.current = {
          lon: coords.longitude,
          lat: coords.latitude,
          datum: 'WGS84',
          // A phone whose clock is wrong would be refused: then the hall's own time is taken.
          at: Math.abs(Date.now() - timestamp) < 60_000 ? new Date(timestamp).toISOString() : null,
          heading: coords.heading !== null && coords.heading >= 0 ? coords.heading : null,
          speed_kmh: coords.speed !== null ? Math.min(400, Math.max(0, coords.speed * 3.6)) : null,
          accuracy_m: coords.accuracy,
        };
      },
      (error) => setSharing(error.code === error.PERMISSION_DENIED ? 'denied' : 'waiting'),
      { enableHighAccuracy: true, maximumAge: 2_000 },
    );
    const timer = setInterval(() => {
      const fix = newest.current;
      if (fix === null) return;
      newest.current = null;
      source
        .post({ path: '/api/field/positions', body: { fixes: [fix] } })
        .then(() => setSharing('sending'))
        .catch(() => setSharing('waiting'));
    }, EVERY_MS);
    return () => {
      navigator.geolocation.clearWatch(watch);
      clearInterval(timer);
    };
  }, [isWanted]);

  return sharing;
}
