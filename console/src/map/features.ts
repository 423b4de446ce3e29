/** Crews and incidents of the store as features of the map. Pure, apart from reading the store. */
import { listOf, type OrderState } from '../sync/kinds.ts';
import type { Store } from '../sync/store.ts';

export type CrewState = 'free' | 'busy' | 'off';
const LIVE: ReadonlySet<OrderState> = new Set(['ordered', 'accepted', 'departed', 'arrived']);

/** Crews that have a live order, with the incident it is for. */
export function busyCrews(store: Store): ReadonlyMap<string, string> {
  const busy = new Map<string, string>();
  for (const order of listOf(store, 'order')) if (LIVE.has(order.state)) busy.set(order.crew_id, order.incident_id);
  return busy;
}

function point(lon: number, lat: number): GeoJSON.Point {
  return { type: 'Point', coordinates: [lon, lat] };
}

function collection(features: GeoJSON.Feature[]): GeoJSON.FeatureCollection {
  return { type: 'FeatureCollection', features };
}

/** Crews where they were last; those never heard of are on no map. */
export function crewFeatures(store: Store): GeoJSON.FeatureCollection {
  const busy = busyCrews(store);
  const features: GeoJSON.Feature[] = [];
  for (const crew of listOf(store, 'crew')) {
    const at = store.positions.get(crew.id);
    if (at === undefined) continue;
    const state: CrewState = crew.duty !== 'on_duty' ? 'off' : busy.has(crew.id) ? 'busy' : 'free';
    const properties = { id: crew.id, icon: `crew-${state}`, heading: at.heading ?? 0, label: crew.call_sign };
    features.push({ type: 'Feature', geometry: point(at.lon, at.lat), properties });
  }
  return collection(features);
}

/** Open incidents; the gravest on top. */
export function incidentFeatures(store: Store): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  for (const one of listOf(store, 'incident')) {
    if (one.closed_at !== null) continue;
    const phase = one.state === 'opened' || one.state === 'dispatched' ? 'waiting' : 'running';
    const properties = {
      id: one.id,
      icon: `incident-${one.level}-${phase}`,
      sort: 10 - one.level,
      label: one.number.slice(-4),
    };
    features.push({ type: 'Feature', geometry: point(one.lon, one.lat), properties });
  }
  return collection(features);
}

/** Lines from the crews on their way to the chosen incident. */
export function linkFeatures(store: Store, incidentId: string | null): GeoJSON.FeatureCollection {
  const incident = incidentId === null ? undefined : listOf(store, 'incident').find((one) => one.id === incidentId);
  if (incident === undefined) return collection([]);
  const features: GeoJSON.Feature[] = [];
  for (const order of listOf(store, 'order')) {
    if (order.incident_id !== incidentId || !LIVE.has(order.state) || order.state === 'arrived') continue;
    const at = store.positions.get(order.crew_id);
    if (at === undefined) continue;
    const coordinates = [
      [at.lon, at.lat],
      [incident.lon, incident.lat],
    ];
    features.push({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: {} });
  }
  return collection(features);
}

/** Something of the page itself on the map: a candidate place, the chosen one, where the phone says it is. */
export interface MapMark {
  readonly id: string;
  readonly icon: string;
  readonly lon: number;
  readonly lat: number;
  readonly label?: string;
  readonly anchor?: 'bottom' | 'center';
}

export function markFeatures(marks: readonly MapMark[]): GeoJSON.FeatureCollection {
  return collection(
    marks.map((mark) => ({
      type: 'Feature',
      geometry: point(mark.lon, mark.lat),
      properties: { id: mark.id, icon: mark.icon, anchor: mark.anchor ?? 'bottom', label: mark.label ?? '' },
    })),
  );
}
