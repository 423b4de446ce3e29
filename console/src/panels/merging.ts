/** What may be merged with what, as the hall sees it. Pure; the hall decides. */
import { distanceM } from '../map/datum.ts';
import type { Of } from '../sync/kinds.ts';

type Incident = Of<'incident'>;

/** Whether it can be tied to another as a duplicate. */
export function canMerge(incident: Incident, incidents: readonly Incident[]): boolean {
  const isOpen = incident.closed_at === null && incident.state !== 'handled';
  return isOpen && !incident.is_inspection_only && duplicatesOf(incident.id, incidents).length === 0;
}

/** Incidents that were merged into it, in the order of their numbers. */
export function duplicatesOf(incidentId: string, incidents: readonly Incident[]): readonly Incident[] {
  return incidents
    .filter((one) => one.merged_into === incidentId)
    .sort((a, b) => (a.number < b.number ? -1 : 1));
}

/** Incidents it can be merged into, the nearest first. */
export function mergeCandidates(
  incident: Incident,
  incidents: readonly Incident[],
  words: string,
): readonly Incident[] {
  const wanted = words.trim().toLowerCase();
  return incidents
    .filter((one) => one.id !== incident.id && one.closed_at === null && !one.is_inspection_only)
    .filter((one) => wanted === '' || `${one.number} ${one.place_text ?? ''} ${one.narrative ?? ''}`.toLowerCase().includes(wanted))
    .map((one) => [distanceM(incident, one), one] as const)
    .sort(([a, one], [b, other]) => a - b || Date.parse(other.opened_at) - Date.parse(one.opened_at))
    .map(([, one]) => one);
}
