/** The map itself, without React: it reads the store and draws what moved. */
import maplibregl, { type GeoJSONSource, type MapMouseEvent } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import type { Theme } from '../app/prefs.ts';
import type { Language } from '../i18n/index.ts';
import type { Store } from '../sync/store.ts';
import { circle, type LonLat } from './datum.ts';
import { crewFeatures, incidentFeatures, linkFeatures, markFeatures, type MapMark } from './features.ts';
import { SIGN_RATIO, signsOf } from './icons.ts';
import { EMPTY, type OverlayName } from './overlayLayers.ts';
import { paletteOf } from './palette.ts';
import { styleOf } from './style.ts';

maplibregl.addProtocol('pmtiles', new Protocol().tile);
/** The map follows moving crews so often; the eye does not ask for more, the processor for less. */
const DRAW_MS = 250;
const SHOWN_MS = 1_500;

export interface HallMapOptions {
  readonly box: HTMLElement;
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly center: readonly [lon: number, lat: number];
  readonly zoom: number;
  readonly theme: Theme;
  readonly lang: Language;
  readonly title: string;
  readonly store: Store | null;
}

export interface MapEvents {
  pick?: (at: LonLat) => void;
  incident?: (id: string) => void;
  crew?: (id: string) => void;
  mark?: (id: string) => void;
}

export class HallMap {
  events: MapEvents = {};
  private readonly map: maplibregl.Map;
  private readonly store: Store | null;
  private theme: Theme;
  private lang: Language;
  private chosen: string | null = null;
  private marks: readonly MapMark[] = [];
  private accuracy: { readonly at: LonLat; readonly radiusM: number } | null = null;
  private readonly dirty = new Set<OverlayName>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopListening: () => void;
  private isGone = false;
  private shown: { readonly center: [number, number]; readonly at: number } | null = null;

  constructor(options: HallMapOptions) {
    this.theme = options.theme;
    this.lang = options.lang;
    this.store = options.store;
    const [west, south, east, north] = options.bounds;
    const room = Math.max(east - west, north - south) * 0.6;
    this.map = new maplibregl.Map({
      container: options.box,
      style: styleOf(options.theme, options.lang, location.origin),
      center: [...options.center],
      zoom: options.zoom,
      maxBounds: [
        [west - room, south - room],
        [east + room, north + room],
      ],
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      localIdeographFontFamily: "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
      locale: { 'Map.Title': options.title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.addSigns();
    this.map.on('style.load', () => this.redrawAll());
    // A panel that opens beside the map makes it smaller: what was just shown stays in the middle.
    this.map.on('resize', () => {
      if (this.shown !== null && performance.now() - this.shown.at < SHOWN_MS) this.map.jumpTo({ center: this.shown.center });
    });
    this.map.on('click', (event) => this.clicked(event));
    this.map.on('mousemove', (event) => {
      this.map.getCanvas().style.cursor = this.at(event) === null ? '' : 'pointer';
    });
    this.stopListening =
      options.store?.listen((moved) => {
        if (moved.positions || moved.kinds.has('crew')) this.soil('crews', 'links');
        if (moved.kinds.has('order')) this.soil('crews', 'links');
        if (moved.kinds.has('incident')) this.soil('incidents', 'chosen', 'links');
      }) ?? (() => undefined);
  }

  remove(): void {
    this.isGone = true;
    clearTimeout(this.timer);
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
    this.marks = marks;
    this.soil('marks');
  }

  setAccuracy(accuracy: { at: LonLat; radiusM: number } | null): void {
    this.accuracy = accuracy;
    this.soil('accuracy');
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.soil('chosen', 'links');
  }

  /** Bring a place into view without a wild ride. */
  show(at: LonLat, zoom?: number): void {
    const center: [number, number] = [at.lon, at.lat];
    this.shown = { center, at: performance.now() };
    this.map.easeTo({ center, zoom: Math.max(zoom ?? 15, this.map.getZoom()), duration: 350 });
  }

  /** Bring several places into view. */
  showAll(places: readonly LonLat[]): void {
    if (places.length === 0) return;
    const bounds = new maplibregl.LngLatBounds();
    for (const at of places) bounds.extend([at.lon, at.lat]);
    this.map.fitBounds(bounds, { padding: 56, maxZoom: 16, duration: 350 });
  }

  zoomBy(step: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + step, duration: 200 });
  }

  private addSigns(): void {
    for (const [name, sign] of signsOf(paletteOf(this.theme))) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, sign.data, { pixelRatio: SIGN_RATIO });
    }
  }

  private soil(...names: OverlayName[]): void {
    for (const name of names) this.dirty.add(name);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.draw();
    }, DRAW_MS);
  }

  private redrawAll(): void {
    this.soil('crews', 'incidents', 'marks', 'links', 'accuracy', 'chosen');
    clearTimeout(this.timer);
    this.timer = undefined;
    this.draw();
  }

  private draw(): void {
    if (this.isGone) return;
    for (const name of this.dirty) {
      const source = this.map.getSource<GeoJSONSource>(name);
      if (source === undefined) return;
      source.setData(this.data(name));
    }
    this.dirty.clear();
  }

  private data(name: OverlayName): GeoJSON.FeatureCollection {
    if (name === 'marks') return markFeatures(this.marks);
    if (name === 'accuracy') {
      if (this.accuracy === null || this.accuracy.radiusM <= 0) return EMPTY;
      const geometry = circle(this.accuracy.at, this.accuracy.radiusM);
      return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: {} }] };
    }
    if (this.store === null) return EMPTY;
    if (name === 'crews') return crewFeatures(this.store);
    if (name === 'incidents') return incidentFeatures(this.store);
    if (name === 'links') return linkFeatures(this.store, this.chosen);
    const all = [...incidentFeatures(this.store).features, ...crewFeatures(this.store).features];
    const features = all.filter((one) => one.properties?.['id'] === this.chosen);
    return { type: 'FeatureCollection', features };
  }

  private at(event: MapMouseEvent): { readonly layer: string; readonly id: string } | null {
    const found = this.map.queryRenderedFeatures(event.point, { layers: ['marks', 'incidents', 'crews'] });
    const top = found[0];
    const id: unknown = top?.properties['id'];
    return top === undefined || typeof id !== 'string' ? null : { layer: top.layer.id, id };
  }

  private clicked(event: MapMouseEvent): void {
    const hit = this.at(event);
    if (hit?.layer === 'marks' && this.events.mark !== undefined) this.events.mark(hit.id);
    else if (hit?.layer === 'incidents' && this.events.incident !== undefined) this.events.incident(hit.id);
    else if (hit?.layer === 'crews' && this.events.crew !== undefined) this.events.crew(hit.id);
    else this.events.pick?.({ lon: event.lngLat.lng, lat: event.lngLat.lat });
  }
}
