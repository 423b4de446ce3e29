/** From WGS-84 to the grids of Chinese map apps, as `kernel/geo.py` does it; a test holds both equal. */

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

// Krasovsky 1940 ellipsoid, on which the GCJ-02 offset is defined.
const A = 6_378_245.0;
const EE = 0.006_693_421_622_965_943;
const { PI, sin, cos, sqrt, abs, atan2 } = Math;
const BD_PI = (PI * 3000) / 180;

/** Whether the offset is applied there (a rectangle around the mainland, as map makers use). */
function isInGcjArea({ lon, lat }: LonLat): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function offset({ lon, lat }: LonLat): readonly [dlon: number, dlat: number] {
  const x = lon - 105.0;
  const y = lat - 35.0;
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  let dlat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave;
  dlat += ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  dlat += ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  let dlon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave;
  dlon += ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  dlon += ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const phi = (lat * PI) / 180;
  const magic = 1 - EE * sin(phi) ** 2;
  const root = sqrt(magic);
  return [(dlon * 180) / ((A / root) * cos(phi) * PI), (dlat * 180) / (((A * (1 - EE)) / (magic * root)) * PI)];
}

/** GCJ-02 (高德, 腾讯) of a WGS-84 point; unchanged outside the offset's area. */
export function toGcj02(point: LonLat): LonLat {
  if (!isInGcjArea(point)) return point;
  const [dlon, dlat] = offset(point);
  return { lon: point.lon + dlon, lat: point.lat + dlat };
}

/** BD-09 (百度) of a WGS-84 point. */
export function toBd09(point: LonLat): LonLat {
  const { lon, lat } = toGcj02(point);
  const z = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * BD_PI);
  const theta = atan2(lat, lon) + 0.000003 * cos(lon * BD_PI);
  return { lon: z * cos(theta) + 0.0065, lat: z * sin(theta) + 0.006 };
}

const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance. */
export function distanceM(a: LonLat, b: LonLat): number {
  const rad = PI / 180;
  const h =
    sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    cos(a.lat * rad) * cos(b.lat * rad) * sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, sqrt(h)));
}

/** A circle on the ground as a polygon. */
export function circle(center: LonLat, radiusM: number): GeoJSON.Polygon {
  const ring: [number, number][] = [];
  for (let i = 0; i <= 48; i++) {
    const angle = (i / 48) * 2 * PI;
    const dlat = ((radiusM * cos(angle)) / EARTH_RADIUS_M) * (180 / PI);
    const dlon = ((radiusM * sin(angle)) / (EARTH_RADIUS_M * cos((center.lat * PI) / 180))) * (180 / PI);
    ring.push([center.lon + dlon, center.lat + dlat]);
  }
  return { type: 'Polygon', coordinates: [ring] };
}
