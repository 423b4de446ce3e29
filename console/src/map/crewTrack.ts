/** Where crews are drawn between two reports of their position: numbers for the graphics card. Pure. */
import type { CrewPosition } from '../sync/store.ts';

/** Numbers of one crew: from x, y, to x, y, start s, heading, sign, shown. */
export const STRIDE = 8;
/** Signs in the order of the texture. */
export const CREW_TYPES = ['patrol', 'traffic', 'special', 'holding'] as const;
export const CREW_STATES = ['free', 'busy', 'off', 'stale'] as const;
export type CrewType = (typeof CREW_TYPES)[number];
export type CrewState = (typeof CREW_STATES)[number];
export type CrewSign = `${CrewType}-${CrewState}`;
export const SIGNS: readonly CrewSign[] = CREW_TYPES.flatMap((type) => CREW_STATES.map((state) => `${type}-${state}` as const));

const TYPES: Readonly<Record<string, CrewType>> = {
  traffic: 'traffic',
  road_chief: 'traffic',
  swat: 'special',
  hunter: 'special',
  guard_post: 'holding',
  auxiliary: 'holding',
  volunteer: 'holding',
};

/** How crews of a force are drawn; a force we do not know is drawn as a patrol. */
export function typeOf(force: string): CrewType {
  return TYPES[force] ?? 'patrol';
}
/** A crew further away than this has not driven there: it is put, not moved. */
const JUMP = 2e-4;

/** Web Mercator in the unit square. */
export function mercator(lon: number, lat: number): readonly [x: number, y: number] {
  const y = (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2;
  return [(lon + 180) / 360, y];
}

export class CrewTrack {
  readonly ids: string[] = [];
  data = new Float32Array(64 * STRIDE);
  private readonly indexOf = new Map<string, number>();
  /** Lon, lat and heading last taken, for each crew; a position is one object that is written again and again. */
  private readonly seen: number[] = [];

  /** Positions are kept relative to an origin in the city: single precision is too coarse for the whole earth. */
  constructor(
    private readonly originX: number,
    private readonly originY: number,
    /** How long a step takes, seconds: as long as until the next report. */
    readonly stepS: number,
  ) {}

  get count(): number {
    return this.ids.length;
  }

  /** Take a position; gives whether anything moved. */
  place(at: CrewPosition, sign: CrewSign, nowS: number): boolean {
    let index = this.indexOf.get(at.crew);
    const isNew = index === undefined;
    if (index === undefined) {
      index = this.ids.length;
      this.ids.push(at.crew);
      this.indexOf.set(at.crew, index);
      if (this.data.length < (index + 1) * STRIDE) {
        const larger = new Float32Array(this.data.length * 2);
        larger.set(this.data);
        this.data = larger;
      }
    }
    const base = index * STRIDE;
    const code = SIGNS.indexOf(sign);
    const hasMoved = this.notes(index, at);
    if (!hasMoved && this.data[base + 6] === code) return false;
    this.data[base + 6] = code;
    this.data[base + 7] = 1;
    if (!hasMoved) return true;
    const [x, y] = mercator(at.lon, at.lat);
    const toX = x - this.originX;
    const toY = y - this.originY;
    const [fromX, fromY] = isNew ? [toX, toY] : this.at(index, nowS);
    const isJump = Math.abs(toX - fromX) + Math.abs(toY - fromY) > JUMP;
    this.data[base] = isJump ? toX : fromX;
    this.data[base + 1] = isJump ? toY : fromY;
    this.data[base + 2] = toX;
    this.data[base + 3] = toY;
    this.data[base + 4] = nowS;
    this.data[base + 5] = ((at.heading ?? 0) * Math.PI) / 180;
    return true;
  }

  /** Whether it is elsewhere than it was; notes it. */
  private notes(index: number, { lon, lat, heading }: CrewPosition): boolean {
    const { seen } = this;
    const base = index * 3;
    const turn = heading ?? 0;
    if (seen[base] === lon && seen[base + 1] === lat && seen[base + 2] === turn) return false;
    seen[base] = lon;
    seen[base + 1] = lat;
    seen[base + 2] = turn;
    return true;
  }

  /** Crews that left sight are drawn no more. */
  keep(isThere: (crew: string) => boolean): void {
    for (const crew of this.ids) if (!isThere(crew)) this.hide(crew);
  }

  /** Draw a crew no more; gives whether it was drawn. */
  hide(crew: string): boolean {
    const index = this.indexOf.get(crew);
    if (index === undefined || this.data[index * STRIDE + 7] === 0) return false;
    this.data[index * STRIDE + 7] = 0;
    this.seen[index * 3] = NaN;
    return true;
  }

  /** Where it is drawn at a moment, relative to the origin. */
  at(index: number, nowS: number): readonly [x: number, y: number] {
    const base = index * STRIDE;
    const part = Math.min(1, Math.max(0, (nowS - (this.data[base + 4] ?? 0)) / this.stepS));
    const along = (from: number, to: number) => from + (to - from) * part;
    return [
      along(this.data[base] ?? 0, this.data[base + 2] ?? 0),
      along(this.data[base + 1] ?? 0, this.data[base + 3] ?? 0),
    ];
  }

  /** The crew drawn nearest to a place of the unit square, within a distance. */
  nearest(x: number, y: number, within: number, nowS: number): string | null {
    let best = within;
    let found: string | null = null;
    for (let index = 0; index < this.ids.length; index++) {
      if (this.data[index * STRIDE + 7] === 0) continue;
      const [crewX, crewY] = this.at(index, nowS);
      const apart = Math.hypot(crewX + this.originX - x, crewY + this.originY - y);
      if (apart > best) continue;
      best = apart;
      found = this.ids[index] ?? null;
    }
    return found;
  }
}
