/** Which incident features changed since the map last heard: it is told those only. */
import { listOf } from '../sync/kinds.ts';
import type { Store } from '../sync/store.ts';
import { incidentFeature } from './features.ts';

export interface FeatureDiff {
  readonly add: GeoJSON.Feature[];
  readonly remove: string[];
}

export class IncidentDiff {
  private known = new Map<string, unknown>();

  /** Everything is to be told again: the map has forgotten it. */
  forget(): void {
    this.known = new Map();
  }

  /** What is new, changed (added again under its id) or gone; null when nothing is. */
  next(store: Store): FeatureDiff | null {
    const add: GeoJSON.Feature[] = [];
    const remove: string[] = [];
    const now = new Map<string, unknown>();
    for (const one of listOf(store, 'incident')) {
      if (one.closed_at !== null) continue;
      now.set(one.id, one);
      if (this.known.get(one.id) === one) continue;
      const feature = incidentFeature(one);
      if (feature !== undefined) add.push(feature);
    }
    for (const id of this.known.keys()) if (!now.has(id)) remove.push(id);
    this.known = now;
    return add.length === 0 && remove.length === 0 ? null : { add, remove };
  }
}
