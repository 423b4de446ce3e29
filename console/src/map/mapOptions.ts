/** What a map is made with, and what it tells the page. */
import type { Theme } from '../app/prefs.ts';
import type { Language } from '../i18n/index.ts';
import type { Store } from '../sync/store.ts';
import type { LonLat } from './datum.ts';

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
