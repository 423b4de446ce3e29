/** What is laid over the ground besides crews and incidents, and from what it is made. */
import { say } from '../i18n/index.ts';
import type { Store } from '../sync/store.ts';
import { circle, type LonLat } from './datum.ts';
import {
  chosenFeatures,
  collection,
  crewNames,
  linkFeatures,
  markFeatures,
  panicMarks,
  postMarks,
  restrictionFeatures,
  type Bounds,
  type MapMark,
} from './features.ts';
import { EMPTY, type OverlayName } from './overlayLayers.ts';

export class Laid {
  chosen: string | null = null;
  marks: readonly MapMark[] = [];
  /** Whether sites of special duties are shown. */
  hasSpecials = true;
  accuracy: { readonly at: LonLat; readonly radiusM: number } | null = null;
  /** Of the page; null: it has none, straight lines are drawn. */
  routes: GeoJSON.FeatureCollection | null = null;
  reach: GeoJSON.FeatureCollection = EMPTY;
  posts: GeoJSON.FeatureCollection = EMPTY;
  trail: GeoJSON.FeatureCollection = EMPTY;
  coverage: GeoJSON.FeatureCollection = EMPTY;
  plan: GeoJSON.FeatureCollection = EMPTY;
  owners: GeoJSON.FeatureCollection = EMPTY;
  patrols: GeoJSON.FeatureCollection = EMPTY;

  constructor(private readonly store: Store | null) {}

  data(name: Exclude<OverlayName, 'incidents' | 'crew-names'>): GeoJSON.FeatureCollection {
    switch (name) {
      case 'marks':
        return markFeatures(this.store === null ? this.marks : [...this.marks, ...this.specials(), ...panicMarks(this.store)]);
      case 'reach':
      case 'posts':
      case 'trail':
      case 'coverage':
      case 'plan':
      case 'owners':
      case 'patrols':
        return this[name];
      case 'routes':
        return this.routes ?? EMPTY;
      case 'accuracy': {
        if (this.accuracy === null || this.accuracy.radiusM <= 0) return EMPTY;
        const geometry = circle(this.accuracy.at, this.accuracy.radiusM);
        return collection([{ type: 'Feature', geometry, properties: {} }]);
      }
      case 'restrictions':
        return this.store === null ? EMPTY : restrictionFeatures(this.store, restrictionLabel);
      case 'links':
        return this.store === null || this.routes !== null ? EMPTY : linkFeatures(this.store, this.chosen);
      case 'chosen':
        return this.store === null ? EMPTY : chosenFeatures(this.store, this.chosen);
    }
  }

  private specials(): readonly MapMark[] {
    return this.store === null || !this.hasSpecials ? [] : postMarks(this.store);
  }

  /** Names of the crews within some bounds; none without bounds. */
  names(bounds: Bounds | null): GeoJSON.FeatureCollection {
    return this.store === null || bounds === null ? EMPTY : crewNames(this.store, bounds);
  }
}

function restrictionLabel(kind: 'closed' | 'slow', speedKmh: number | null): string {
  return kind === 'closed' ? say('roads.kind.closed') : say('roads.slow_at', { n: Math.round(speedKmh ?? 0) });
}
