/** Fields of what lies on the ground: roads that cannot be driven as the map says, counties that work together. */
export interface RestrictionFields {
  readonly kind: 'closed' | 'slow';
  readonly line: readonly (readonly [lon: number, lat: number])[];
  readonly both_ways: boolean;
  readonly speed_kmh: number | null;
  readonly place_text: string;
  readonly reason: string;
  readonly set_by_name: string;
  readonly set_at: string;
  readonly until: string | null;
}

export interface ZoneFields {
  readonly name_zh: string;
  readonly counties: readonly string[];
  readonly agreed_at: string;
  readonly agreed_by_name: string;
}
