/** What a map is made with, and what it tells the page. */
import type { MapOptions } from 'maplibre-gl';
import type { Theme } from '../app/prefs.ts';
import type { Language } from '../i18n/index.ts';
import type { Store } from '../sync/store.ts';
import type { LonLat } from './datum.ts';
import { styleOf } from './style.ts';

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

/** The same for MapLibre: the city and some room around it, north always up. */
export function glOptions(options: HallMapOptions): MapOptions {
  const [west, south, east, north] = options.bounds;
  const room = Math.max(east - west, north - south) * 0.6;
  return {
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
  };
}
