/** Where the phone says it is (browsers give WGS-84). */
import { useCallback, useState } from 'react';
import type { Schema } from '../../source/contract.ts';

export type PhonePosition = Schema<'ReportPosition'>;
export type Finding = 'idle' | 'asking' | 'denied' | 'failed' | 'absent';

const DEADLINE_MS = 12_000;

/** One fix. Resolves to null when there is none, with the reason told. */
export function askPosition(tell: (finding: Finding) => void, deadlineMs = DEADLINE_MS): Promise<PhonePosition | null> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator) || !isSecureContext) {
      tell('absent');
      resolve(null);
      return;
    }
    tell('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        tell('idle');
        resolve({
          lon: coords.longitude,
          lat: coords.latitude,
          datum: 'WGS84',
          accuracy_m: Math.round(coords.accuracy),
        });
      },
      (error) => {
        tell(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed');
        resolve(null);
      },
      { enableHighAccuracy: true, timeout: deadlineMs, maximumAge: 20_000 },
    );
  });
}

export function usePosition(): { finding: Finding; ask: (deadlineMs?: number) => Promise<PhonePosition | null> } {
  const [finding, setFinding] = useState<Finding>('idle');
  const ask = useCallback((deadlineMs?: number) => askPosition(setFinding, deadlineMs), []);
  return { finding, ask };
}
