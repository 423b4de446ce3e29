/** How far a map can still be drawn nearer or further; a button that can do nothing is not offered. */
import { MercatorCoordinate, type Map as GlMap } from 'maplibre-gl';
import type { Bounds } from './features.ts';

export interface ZoomEnds {
  readonly isNearest: boolean;
  readonly isFurthest: boolean;
}

const TILE_PX = 512;
const NEAR = 0.01;

/** The least zoom at which nothing beyond the bounds is seen in so large a box. Pure. */
export function leastZoom([west, south, east, north]: Bounds, width: number, height: number): number {
  const a = MercatorCoordinate.fromLngLat([west, north]);
  const b = MercatorCoordinate.fromLngLat([east, south]);
  return Math.log2(Math.max(width / (TILE_PX * (b.x - a.x)), height / (TILE_PX * (b.y - a.y))));
}

export class MapZoom {
  private readonly map: GlMap;

  constructor(map: GlMap) {
    this.map = map;
  }

  /** As if a hand had turned the wheel: what the map opened with is not put back afterwards. */
  by(step: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + step, duration: 200 }, { originalEvent: {} });
  }

  /** Tells now, and whenever it may have become otherwise, until the map is gone. */
  listen(told: (ends: ZoomEnds) => void): void {
    const tell = () => told(this.ends());
    for (const name of ['zoomend', 'resize', 'load'] as const) this.map.on(name, tell);
    tell();
  }

  private ends(): ZoomEnds {
    const zoom = this.map.getZoom();
    const held = this.map.getMaxBounds();
    const { clientWidth, clientHeight } = this.map.getContainer();
    const bounds: Bounds | null = held && [held.getWest(), held.getSouth(), held.getEast(), held.getNorth()];
    const least = bounds === null ? 0 : leastZoom(bounds, clientWidth, clientHeight);
    return {
      isNearest: zoom >= this.map.getMaxZoom() - NEAR,
      isFurthest: zoom <= Math.max(least, this.map.getMinZoom()) + NEAR,
    };
  }
}
