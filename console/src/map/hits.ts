/** What lies under the pointer: marks and incidents by their signs, crews by where they are drawn. */
import type maplibregl from 'maplibre-gl';
import type { MapMouseEvent } from 'maplibre-gl';
import type { CrewLayer } from './crewLayer.ts';
import type { MapEvents } from './mapOptions.ts';

export interface Hit {
  readonly layer: string;
  readonly id: string;
}

/** A crew is met within so many pixels. */
const CREW_PX = 13;

export function hitAt(map: maplibregl.Map, event: MapMouseEvent, crews: CrewLayer | null): Hit | null {
  const layers = ['marks', 'incidents'].filter((name) => map.getLayer(name) !== undefined);
  const top = map.queryRenderedFeatures(event.point, { layers })[0];
  const id: unknown = top?.properties['id'];
  if (top !== undefined && typeof id === 'string') return { layer: top.layer.id, id };
  if (crews === null) return null;
  const worldPx = 512 * 2 ** map.getZoom();
  const crew = crews.find(event.lngLat.lng, event.lngLat.lat, CREW_PX / worldPx);
  return crew === null ? null : { layer: 'crews', id: crew };
}

/** Tell the page what was clicked; where nobody waits for the thing hit, the place itself was meant. */
export function meet(events: MapEvents, hit: Hit | null, { lngLat }: MapMouseEvent): void {
  const { mark, incident, crew, pick } = events;
  if (hit?.layer === 'marks' && mark !== undefined) mark(hit.id);
  else if (hit?.layer === 'incidents' && incident !== undefined) incident(hit.id);
  else if (hit?.layer === 'crews' && crew !== undefined) crew(hit.id);
  else pick?.({ lon: lngLat.lng, lat: lngLat.lat });
}
