/** The seat's map: the hall, the candidates, the chosen place, where the phone says it is. */
import { useMemo } from 'react';
import MapView from '../../map/MapView.tsx';
import type { LonLat } from '../../map/datum.ts';
import type { MapMark } from '../../map/features.ts';
import type { Call } from './useCall.ts';
import type { Candidate } from '../../panels/form/useCandidates.ts';

export interface SeatMapProps {
  readonly call: Call | null;
  readonly own: readonly Candidate[];
  readonly marked: Candidate | null;
  readonly onPick: (at: LonLat) => void;
  readonly onTake: (candidate: Candidate) => void;
}

export default function SeatMap({ call, own, marked, onPick, onTake }: SeatMapProps) {
  const contact = call?.contact ?? null;
  const place = call?.draft.place ?? null;
  const isOpen = call?.incidentId != null;
  const lon = contact?.lon ?? null;
  const lat = contact?.lat ?? null;
  const reported = useMemo<LonLat | null>(() => (lon === null || lat === null ? null : { lon, lat }), [lon, lat]);

  const marks = useMemo<readonly MapMark[]>(() => {
    if (call === null) return [];
    const found: MapMark[] = [];
    if (reported !== null) found.push({ id: 'reported', icon: 'reported', anchor: 'center', ...reported });
    if (!isOpen && place === null) {
      for (const [index, one] of own.entries())
        found.push({ id: one.key, icon: `candidate-${index + 1}`, lon: one.lon, lat: one.lat, label: one.name });
    }
    if (marked !== null && !own.includes(marked))
      found.push({ id: 'marked', icon: 'candidate-1', lon: marked.lon, lat: marked.lat, label: marked.name });
    if (place !== null && !isOpen) found.push({ id: 'place', icon: 'place', lon: place.lon, lat: place.lat });
    return found;
  }, [call, isOpen, marked, own, place, reported]);

  const accuracy = useMemo(
    () => (reported === null ? null : { at: reported, radiusM: contact?.uncertainty_m ?? 0 }),
    [reported, contact?.uncertainty_m],
  );
  return (
    <MapView
      hall
      crosshair={call !== null}
      marks={marks}
      accuracy={accuracy}
      chosen={call?.incidentId ?? null}
      focus={marked ?? place ?? reported}
      {...(call !== null && { pick: onPick })}
      mark={(id) => {
        const candidate = own.find((one) => one.key === id);
        if (candidate !== undefined) onTake(candidate);
      }}
    />
  );
}
