/** Where an area is named: a polygon cut into tiles would be named in each of them. */
type Ring = readonly (readonly number[])[];

/** The middle of its largest ring's box; null for what is no area. */
export function centreOf(geometry: GeoJSON.Geometry): GeoJSON.Point | null {
  const rings: readonly Ring[] =
    geometry.type === 'Polygon'
      ? geometry.coordinates.slice(0, 1)
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flatMap((one) => one.slice(0, 1))
        : [];
  const ring = rings.reduce<Ring>((best, one) => (extent(one) > extent(best) ? one : best), []);
  if (ring.length === 0) return null;
  const [west, south, east, north] = boxOf(ring);
  return { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] };
}

function boxOf(ring: Ring): readonly [number, number, number, number] {
  const lon = ring.map((at) => at[0] ?? 0);
  const lat = ring.map((at) => at[1] ?? 0);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}

function extent(ring: Ring): number {
  if (ring.length === 0) return 0;
  const [west, south, east, north] = boxOf(ring);
  return (east - west) * (north - south);
}

/** An area with its name beside it as a point of its own. */
export function named(geometry: GeoJSON.Geometry, properties: Record<string, unknown>, label: string): GeoJSON.Feature[] {
  const centre = label === '' ? null : centreOf(geometry);
  const area: GeoJSON.Feature = { type: 'Feature', geometry, properties };
  if (centre === null) return [area];
  return [area, { type: 'Feature', geometry: centre, properties: { ...(properties['gap'] === undefined ? {} : { gap: properties['gap'] }), label } }];
}
