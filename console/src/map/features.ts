/** What the store holds as features of the map. Pure, apart from reading the store. */
import { findOf, listOf, type OrderState } from '../sync/kinds.ts';
import { freshness, type PositionAges } from '../sync/freshness.ts';
import type { Store } from '../sync/store.ts';
import { typeOf, type CrewSign } from './crewTrack.ts';

const LIVE: ReadonlySet<OrderState> = new Set(['ordered', 'accepted', 'departed', 'arrived']);
/** More names than these would cover the map. */
const MOST_NAMES = 250;

/** Crews that have a live order, with the incident it is for. */
export function busyCrews(store: Store): ReadonlyMap<string, string> {
  const busy = new Map<string, string>();
  for (const order of listOf(store, 'order')) if (LIVE.has(order.state)) busy.set(order.crew_id, order.incident_id);
  return busy;
}

/** What each crew in sight does, or that it has not said for a while where it is. */
export function crewSigns(
  store: Store,
  nowMs: number,
  agesOf: (orgCode: string) => PositionAges | undefined,
): ReadonlyMap<string, CrewSign> {
  const busy = busyCrews(store);
  const signs = new Map<string, CrewSign>();
  for (const crew of listOf(store, 'crew')) {
    const isOld = freshness(store.positions.get(crew.id), nowMs, agesOf(crew.org_code)) !== 'fresh';
    const does = busy.has(crew.id) ? 'busy' : 'free';
    const type = typeOf(crew.force_type);
    if (crew.duty === 'on_duty') signs.set(crew.id, `${type}-${isOld ? 'stale' : does}`);
    else if (!isOld) signs.set(crew.id, `${type}-off`); // on its way home; whoever is at home is not drawn
  }
  return signs;
}

export function point(lon: number, lat: number): GeoJSON.Point {
  return { type: 'Point', coordinates: [lon, lat] };
}

export function collection(features: GeoJSON.Feature[]): GeoJSON.FeatureCollection {
  return { type: 'FeatureCollection', features };
}

export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** Names of the crews within some bounds. */
export function crewNames(store: Store, [west, south, east, north]: Bounds): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  for (const at of store.positions.values()) {
    if (at.lon < west || at.lon > east || at.lat < south || at.lat > north) continue;
    const crew = findOf(store, 'crew', at.crew);
    if (crew === undefined) continue;
    const properties = { id: crew.id, label: crew.call_sign };
    features.push({ type: 'Feature', geometry: point(at.lon, at.lat), properties });
    if (features.length === MOST_NAMES) break;
  }
  return collection(features);
}

/** An open incident; the gravest on top. Undefined once it has ended. */
export function incidentFeature(one: ReturnType<typeof listOf<'incident'>>[number]): GeoJSON.Feature | undefined {
  if (one.closed_at !== null) return undefined;
  const phase = one.state === 'opened' || one.state === 'dispatched' ? 'waiting' : 'running';
  const properties = {
    id: one.id,
    icon: `incident-${one.level}-${phase}`,
    sort: 10 - one.level,
    label: one.number.slice(-4),
  };
  return { type: 'Feature', id: one.id, geometry: point(one.lon, one.lat), properties };
}

/** Where the chosen incident or crew is. */
export function chosenFeatures(store: Store, id: string | null): GeoJSON.FeatureCollection {
  if (id === null) return collection([]);
  const incident = findOf(store, 'incident', id);
  const at = incident?.closed_at === null ? incident : store.positions.get(id);
  return collection(at === undefined ? [] : [{ type: 'Feature', geometry: point(at.lon, at.lat), properties: { id } }]);
}

/** Straight lines from the crews on their way to the chosen incident. */
export function linkFeatures(store: Store, incidentId: string | null): GeoJSON.FeatureCollection {
  const incident = incidentId === null ? undefined : findOf(store, 'incident', incidentId);
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

/** Stretches that are closed or slow; `label` says how in words. */
export function restrictionFeatures(
  store: Store,
  label: (kind: 'closed' | 'slow', speedKmh: number | null) => string,
): GeoJSON.FeatureCollection {
  return collection(
    listOf(store, 'restriction').map((one) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: one.line.map(([lon, lat]) => [lon, lat]) },
      properties: { id: one.id, kind: one.kind, label: label(one.kind, one.speed_kmh) },
    })),
  );
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

/** Panic calls that have not ended, where the phone was. */
export function panicMarks(store: Store): readonly MapMark[] {
  const marks: MapMark[] = [];
  for (const one of listOf(store, 'panic')) {
    if (one.state === 'ended' || one.lon === null || one.lat === null) continue;
    marks.push({ id: `panic-${one.id}`, icon: 'panic', lon: one.lon, lat: one.lat, label: one.call_sign, anchor: 'center' });
  }
  return marks;
}

/** Sites of special duties that are on, with the crews that stand there. */
export function postMarks(store: Store): readonly MapMark[] {
  return listOf(store, 'special_duty').flatMap((one) =>
    one.state !== 'on'
      ? []
      : one.sites.map((site, index) => {
          const crews = one.posts.filter((post) => post.site === index).map((post) => post.call_sign);
          const label = [site.name, ...crews].join(' · ');
          return { id: `post-${one.id}-${index}`, icon: 'post', lon: site.lon, lat: site.lat, label };
        }),
  );
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
