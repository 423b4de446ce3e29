import { describe, expect, it } from 'vitest';
import { circle, distanceM, toBd09, toGcj02 } from './datum.ts';

/** lon, lat, GCJ-02 lon, lat, BD-09 lon, lat: computed by `kernel/geo.py`, the last two outside the offset's area. */
const POINTS = [
  [112.436, 30.128, 112.441858794, 30.125589879, 112.448274419, 30.131927101],
  [114.3, 30.6, 114.30543824, 30.597584196, 114.312023899, 30.603254436],
  [121.4737, 31.2304, 121.478223059, 31.228457738, 121.484781469, 31.234310594],
  [116.397428, 39.90923, 116.403671626, 39.910633506, 116.410044102, 39.916972856],
  [87.6168, 43.8256, 87.619649949, 43.826805393, 87.626099771, 43.832949795],
  [103.8198, 1.3521, 103.821183215, 1.352689515, 103.827701208, 1.358828506],
  [2.3522, 48.8566, 2.3522, 48.8566, 2.358818403, 48.862609593],
  [-122.6765, 45.5231, -122.6765, 45.5231, -122.669968922, 45.529228235],
] as const;

describe('datums', () => {
  it.each(POINTS)('agree with the hall at %f, %f', (lon, lat, gcjLon, gcjLat, bdLon, bdLat) => {
    const gcj = toGcj02({ lon, lat });
    expect(gcj.lon).toBeCloseTo(gcjLon, 8);
    expect(gcj.lat).toBeCloseTo(gcjLat, 8);
    const bd = toBd09({ lon, lat });
    expect(bd.lon).toBeCloseTo(bdLon, 8);
    expect(bd.lat).toBeCloseTo(bdLat, 8);
  });

  it('measure as the hall does', () => {
    expect(distanceM({ lon: 112.436, lat: 30.128 }, { lon: 112.44, lat: 30.13 })).toBeCloseTo(444.3459, 3);
  });

  it('draw a circle of the right size', () => {
    const center = { lon: 112.436, lat: 30.128 };
    for (const [lon = 0, lat = 0] of circle(center, 250).coordinates[0] ?? [])
      expect(distanceM(center, { lon, lat })).toBeCloseTo(250, 0);
  });
});
