/** The map itself, without React: it reads the store and draws what moved. */
import maplibregl, { type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import { hallNow } from '../app/clock.ts';
import type { Theme } from '../app/prefs.ts';
import type { Language } from '../i18n/index.ts';
import { agesOf } from '../panels/positionAges.ts';
import type { Store } from '../sync/store.ts';
import { CrewLayer } from './crewLayer.ts';
import type { LonLat } from './datum.ts';
import { crewSigns, type Bounds, type MapMark } from './features.ts';
import { hitAt, meet, type Hit } from './hits.ts';
import { SIGN_RATIO, signsOf } from './icons.ts';
import { IncidentDiff } from './incidentDiff.ts';
import { Laid } from './laid.ts';
import { glOptions, type HallMapOptions, type MapEvents } from './mapOptions.ts';
import { MapZoom } from './mapZoom.ts';
import { FIRST, LAYERS, STYLE_LAYERS, type Layers } from './layers.ts';
import { ABOVE_CREWS, EMPTY, OVERLAYS, type OverlayName } from './overlayLayers.ts';
import { paletteOf } from './palette.ts';
import { styleOf } from './style.ts';

maplibregl.addProtocol('pmtiles', new Protocol().tile);
/** The map follows moving crews so often; the eye does not ask for more, the processor for less. */
const DRAW_MS = 250;
const SHOWN_MS = 1_500;
/** No nearer than this when a map opens on the own area. */
const FRAME_ZOOM = 13;
/** Crews are named from this zoom on. */
const NAMES_FROM = 13.5;

export class HallMap {
  events: MapEvents = {};
  readonly zoom: MapZoom;
  private readonly map: maplibregl.Map;
  private readonly store: Store | null;
  private theme: Theme;
  private lang: Language;
  private readonly laid: Laid;
  private layers: Layers = FIRST;
  private readonly crews: CrewLayer;
  private readonly incidents = new IncidentDiff();
  private readonly dirty = new Set<OverlayName | 'crews'>();
  private readonly empty = new Set<OverlayName>();
  private hover = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopListening: () => void;
  private isGone = false;
  private isMoved = false;
  private framed: Bounds | null = null;
  private shown: { readonly center: [number, number]; readonly zoom: number; readonly at: number } | null = null;

  constructor(options: HallMapOptions) {
    this.theme = options.theme;
    this.lang = options.lang;
    this.store = options.store;
    this.laid = new Laid(options.store);
    this.map = new maplibregl.Map(glOptions(options));
    this.map.touchZoomRotate.disableRotation();
    this.zoom = new MapZoom(this.map);
    this.crews = new CrewLayer(options.center);
    this.addSigns();
    this.map.on('style.load', () => {
      if (this.store !== null) this.map.addLayer(this.crews, ABOVE_CREWS);
      this.incidents.forget();
      this.empty.clear();
      this.showLayers();
      this.redrawAll();
    });
    this.map.on('movestart', (event) => {
      if (event.originalEvent !== undefined) this.isMoved = true;
    });
    this.map.on('moveend', () => this.soil('crew-names'));
    // A panel that opens beside the map makes it smaller: what was just shown stays in the middle.
    this.map.on('resize', () => {
      const { shown } = this;
      if (shown !== null && performance.now() - shown.at < SHOWN_MS) this.map.jumpTo({ center: shown.center, zoom: shown.zoom });
      else if (this.framed !== null) this.frame(this.framed);
    });
    this.map.on('click', (event) => this.clicked(event));
    this.map.on('mousemove', (event) => {
      if (this.hover !== 0) return;
      this.hover = requestAnimationFrame(() => {
        this.hover = 0;
        if (!this.isGone) this.map.getCanvas().style.cursor = this.at(event) === null ? '' : 'pointer';
      });
    });
    const store = options.store;
    this.stopListening =
      store?.listen((moved) => {
        if (moved.positions || moved.kinds.has('crew')) this.soil('crews', 'crew-names', 'links', 'chosen');
        if (moved.kinds.has('order')) this.soil('crews', 'links');
        if (moved.kinds.has('panic') || moved.kinds.has('special_duty')) this.soil('marks');
        if (moved.kinds.has('incident')) this.soil('incidents', 'chosen', 'links');
        if (moved.kinds.has('restriction')) this.soil('restrictions');
        if (moved.whole || moved.kinds.has('crew')) this.crews.keep((id) => store.find('crew', id) !== undefined);
      }) ?? (() => undefined);
  }

  remove(): void {
    this.isGone = true;
    clearTimeout(this.timer);
    cancelAnimationFrame(this.hover);
    this.stopListening();
    this.map.remove();
  }

  /** Wear another theme or language; what is laid over stays. */
  dress(theme: Theme, lang: Language): void {
    if (theme === this.theme && lang === this.lang) return;
    this.theme = theme;
    this.lang = lang;
    this.map.setStyle(styleOf(theme, lang, location.origin), { diff: false });
    this.addSigns();
  }

  setMarks(marks: readonly MapMark[]): void {
    this.laid.marks = marks;
    this.soil('marks');
  }

  setAccuracy(accuracy: { at: LonLat; radiusM: number } | null): void {
    this.laid.accuracy = accuracy;
    this.soil('accuracy');
  }

  choose(id: string | null): void {
    this.laid.chosen = id;
    this.soil('chosen', 'links');
  }

  setRoutes(routes: GeoJSON.FeatureCollection | null): void {
    this.laid.routes = routes;
    this.soil('routes', 'links');
  }

  setShape(name: 'reach' | 'posts' | 'trail' | 'coverage' | 'plan' | 'owners' | 'patrols', shape: GeoJSON.FeatureCollection | null): void {
    this.laid[name] = shape ?? EMPTY;
    this.soil(name, 'crews'); // crews grow old without a message
  }

  setLayers(layers: Layers): void {
    this.layers = layers;
    this.laid.hasSpecials = layers.specials;
    this.soil('marks');
    if (this.map.isStyleLoaded()) this.showLayers();
  }

  /** Bring a place into view without a wild ride. */
  show(at: LonLat, zoom?: number): void {
    const center: [number, number] = [at.lon, at.lat];
    const near = Math.max(zoom ?? 15, this.map.getZoom());
    this.shown = { center, zoom: near, at: performance.now() };
    this.map.easeTo({ center, zoom: near, duration: 350 });
  }

  /** Bring several places into view. */
  showAll(places: readonly LonLat[]): void {
    if (places.length === 0) return;
    const bounds = places.reduce((all, at) => all.extend([at.lon, at.lat]), new maplibregl.LngLatBounds());
    this.map.fitBounds(bounds, { padding: 56, maxZoom: 16, duration: 350 });
  }

  /** Open on these bounds, at once; not once a person has moved the map or a place was shown. */
  frame(bounds: Bounds): void {
    if (this.isMoved || this.shown !== null) return;
    this.framed = bounds;
    this.map.fitBounds([...bounds], { padding: 40, maxZoom: FRAME_ZOOM, duration: 0 });
  }

  private addSigns(): void {
    const signs = signsOf(paletteOf(this.theme));
    this.crews.wear(signs);
    for (const [name, sign] of signs) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, sign.data, { pixelRatio: SIGN_RATIO });
    }
  }

  private showLayers(): void {
    for (const name of LAYERS) {
      const visibility = this.layers[name] ? 'visible' : 'none';
      for (const layer of STYLE_LAYERS[name])
        if (this.map.getLayer(layer) !== undefined) this.map.setLayoutProperty(layer, 'visibility', visibility);
    }
  }

  private soil(...names: (OverlayName | 'crews')[]): void {
    for (const name of names) this.dirty.add(name);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, DRAW_MS);
  }

  private redrawAll(): void {
    this.soil('crews', ...OVERLAYS);
    clearTimeout(this.timer);
    this.timer = undefined;
    this.draw();
  }

  private draw(): void {
    if (this.isGone) return;
    if (this.dirty.delete('crews')) this.placeCrews();
    for (const name of this.dirty as Set<OverlayName>) {
      const source = this.map.getSource<GeoJSONSource>(name);
      if (source === undefined) return;
      if (name === 'incidents') this.placeIncidents(source);
      else this.lay(source, name, name === 'crew-names' ? this.laid.names(this.bounds()) : this.laid.data(name));
    }
    this.dirty.clear();
  }

  /** What was empty and stays so costs the map's worker nothing. */
  private lay(source: GeoJSONSource, name: OverlayName, data: GeoJSON.FeatureCollection): void {
    const isEmpty = data.features.length === 0;
    if (isEmpty && this.empty.has(name)) return;
    if (isEmpty) this.empty.add(name);
    else this.empty.delete(name);
    source.setData(data);
  }

  private placeCrews(): void {
    if (this.store === null || !this.layers.crews) return;
    const signs = crewSigns(this.store, hallNow(), agesOf);
    this.crews.take(this.store.positions, (id) => signs.get(id));
  }

  private placeIncidents(source: GeoJSONSource): void {
    const diff = this.store === null ? null : this.incidents.next(this.store);
    if (diff !== null) source.updateData(diff);
  }

  /** What is in sight, if crews are named there. */
  private bounds(): Bounds | null {
    if (!this.layers.crews || this.map.getZoom() < NAMES_FROM) return null;
    const [[west, south], [east, north]] = this.map.getBounds().toArray();
    return [west, south, east, north];
  }

  private at(event: MapMouseEvent): Hit | null {
    const crews = this.store === null || !this.layers.crews ? null : this.crews;
    return hitAt(this.map, event, crews);
  }

  private clicked(event: MapMouseEvent): void {
    meet(this.events, this.at(event), event);
  }
}
