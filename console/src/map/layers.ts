/** Which layers of the map are shown: kept for this machine, the same on every map of it. */
import { useSyncExternalStore } from 'react';

export const LAYERS = [
  'incidents', 'crews', 'specials', 'routes', 'roads', 'borders', 'grids', 'posts', 'reach', 'coverage', 'patrols',
] as const;
export type LayerName = (typeof LAYERS)[number];
export type Layers = Readonly<Record<LayerName, boolean>>;

const STORED = 'yyl.map.layers';
/** What lies on the ground is quiet at first; areas by minutes are asked for. */
export const FIRST: Layers = {
  incidents: true,
  crews: true,
  specials: true,
  routes: true,
  roads: true,
  borders: true,
  grids: false,
  posts: false,
  reach: false,
  coverage: false,
  patrols: false,
};
let layers: Layers = read();
const listeners = new Set<() => void>();

function read(): Layers {
  try {
    return { ...FIRST, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Layers>) };
  } catch {
    return FIRST;
  }
}

export function setLayer(name: LayerName, isShown: boolean): void {
  layers = { ...layers, [name]: isShown };
  localStorage.setItem(STORED, JSON.stringify(layers));
  for (const listener of listeners) listener();
}

export function useLayers(): Layers {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => layers,
  );
}

/** The style's layers that belong to each. */
export const STYLE_LAYERS: Readonly<Record<LayerName, readonly string[]>> = {
  incidents: ['incidents'],
  crews: ['crews', 'crew-names'],
  specials: [], // marks among others: laid or not
  routes: ['routes', 'links', 'trail'],
  roads: ['restrictions', 'restriction-names'],
  borders: ['border-county', 'border-station'],
  grids: ['border-grid', 'owners-gap', 'owners-gap-edge', 'owners-name'],
  posts: ['posts', 'posts-edge'],
  reach: ['reach', 'reach-edge'],
  coverage: ['coverage', 'coverage-share'],
  patrols: ['patrol-ways', 'patrol-points', 'patrol-names'],
};
