/** The feed's messages, as `GET /api/asyncapi.json` describes them. */

export type Fields = Record<string, unknown>;

/** An entity, or what changed of it; `set` null: it is gone. */
export interface EntityMessage {
  readonly kind: string;
  readonly id: string;
  readonly v: number;
  readonly about: string;
  readonly set: Fields | null;
}

/** A line of an incident's timeline, as a notice. */
export interface FactMessage {
  readonly position: number;
  readonly event_id: string;
  readonly name: string;
  readonly at: string;
  readonly incident: string | null;
  readonly actor_name: string;
}

/** Crew, lon, lat, heading, speed km/h, age s, notes (1: it has left its own grid); WGS-84. */
export type Fix = readonly [
  crew: string,
  lon: number,
  lat: number,
  heading: number | null,
  speed: number | null,
  age: number,
  notes?: number,
];

export interface Snapshot {
  readonly type: 'snapshot';
  readonly cursor: number;
  readonly at: string;
  readonly entities: readonly EntityMessage[];
}

export interface Changes {
  readonly type: 'changes';
  readonly since: number;
  readonly cursor: number;
  readonly at: string;
  readonly entities: readonly EntityMessage[];
  readonly facts: readonly FactMessage[];
}

export interface ScopeEntered {
  readonly type: 'scope_entered';
  readonly about: string;
  readonly entities: readonly EntityMessage[];
}

export interface ScopeLeft {
  readonly type: 'scope_left';
  readonly about: string;
}

export interface Positions {
  readonly type: 'positions';
  readonly at: string;
  readonly crews: readonly Fix[];
}

/** A person who has a subject open on a screen. */
export interface Onlooker {
  readonly id: string;
  readonly name: string;
}

export interface Presence {
  readonly type: 'presence';
  readonly about: string;
  readonly people: readonly Onlooker[];
}

export interface Tick {
  readonly type: 'tick';
  readonly cursor: number;
  readonly at: string;
  readonly clock_step_s?: number;
  /** Another number than before: organisations, code tables or settings changed. */
  readonly reference?: number;
}

export type Message = Snapshot | Changes | ScopeEntered | ScopeLeft | Positions | Presence | Tick;

/** How the line to the hall stands; `lost`: being tried again; `signed_out`: the sign-in ended. */
export type LinkState = 'connecting' | 'open' | 'lost' | 'signed_out';
