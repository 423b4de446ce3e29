/** Where this phone is now, for a tap at a point; null while it does not know. */
import { useEffect, useState } from 'react';
import type { LonLat } from '../../map/datum.ts';

export interface PhonePosition extends LonLat {
  readonly accuracyM: number;
}

export function usePhonePosition(isWanted: boolean): PhonePosition | null {
  const [position, setPosition] = useState<PhonePosition | null>(null);
  useEffect(() => {
    if (!isWanted || !('geolocation' in navigator) || !isSecureContext) return undefined;
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => setPosition({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy }),
      () => setPosition(null),
      { enableHighAccuracy: true, maximumAge: 5_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [isWanted]);
  return position;
}
