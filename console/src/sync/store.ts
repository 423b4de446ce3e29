/** What the hall told us: entities by kind and id, with the one way changes are applied (`feeds/contract.py`). */
import type { EntityMessage, FactMessage, Fields, Fix, Message, Onlooker } from './messages.ts';

export interface Entity {
  readonly kind: string;
  readonly id: string;
  readonly v: number;
  readonly about: string;
  readonly fields: Fields;
}

/** Where a crew was last; `at`: milliseconds of the hall's clock. One object for each crew, written anew: read it, do not keep it. */
export interface CrewPosition {
  readonly crew: string;
  readonly lon: number;
  readonly lat: number;
  readonly heading: number | null;
  readonly speedKmh: number | null;
  readonly at: number;
  /** It has left its own grid. */
  readonly isOffGrid: boolean;
}

/** A note of a position: the crew has left its own grid. */
const OFF_GRID = 1;

/** What moved with a batch of messages. */
export interface Moved {
  readonly kinds: ReadonlySet<string>;
  readonly positions: boolean;
  /** Who looks at what. */
  readonly presence: boolean;
  readonly facts: readonly FactMessage[];
  /** A snapshot came: forget what was derived from single changes. */
  readonly whole: boolean;
  /** Tables that everybody reads apart from the feed changed: read them again. */
  readonly reference: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Listener = (moved: Moved) => void;
/** Fields without which an entity of a kind is only a scrap. */
export type Whole = Readonly<Partial<Record<string, string>>>;
/** The hall replays so many facts at most: what went before them cannot come again. */
const MOST_GONE = 5_000;
const NONE: readonly Entity[] = [];

export class Store {
  cursor = 0;
  hasSnapshot = false;
  clockStepS = 0;
  /** Which state of the tables everybody reads the hall last told of; 0: none yet. */
  reference = 0;
  readonly positions: ReadonlyMap<string, CrewPosition>;
  /** Grows with every message of positions. */
  positionsRevision = 0;
  readonly presence = new Map<string, readonly Onlooker[]>();
  private readonly kinds = new Map<string, Map<string, Entity>>();
  private readonly placed = new Map<string, Mutable<CrewPosition>>();
  private readonly gone = new Map<string, number>();
  private readonly lists = new Map<string, readonly Entity[]>();
  private readonly revisions = new Map<string, number>();
  private readonly listeners = new Set<Listener>();
  private hasNews = false;

  constructor(private readonly whole: Whole = {}) {
    this.positions = this.placed;
  }

  /** Take messages in their order and tell the listeners once what moved. */
  take(messages: readonly Message[]): void {
    const kinds = new Set<string>();
    const facts: FactMessage[] = [];
    let positions = false;
    let presence = false;
    let whole = false;
    for (const message of messages) {
      if (message.type === 'snapshot') {
        whole = true;
        for (const kind of this.kinds.keys()) kinds.add(kind);
      }
      if (message.type === 'changes') facts.push(...message.facts);
      if (message.type === 'positions') positions = true;
      if (message.type === 'presence' || message.type === 'scope_left' || message.type === 'snapshot') presence = true;
      this.apply(message, kinds);
    }
    const reference = this.hasNews;
    this.hasNews = false;
    this.tell({ kinds, positions, presence, facts, whole, reference });
  }

  private tell(moved: Moved): void {
    for (const kind of moved.kinds) {
      this.lists.delete(kind);
      this.revisions.set(kind, this.revision(kind) + 1);
    }
    const { kinds, positions, presence, facts, whole, reference } = moved;
    if (kinds.size > 0 || positions || presence || facts.length > 0 || whole || reference)
      for (const listener of this.listeners) listener(moved);
  }

  /** Let go of subjects with all that belongs to them; the hall sends whole what comes back. */
  forget(subjects: readonly string[]): void {
    if (subjects.length === 0) return;
    const wanted = new Set(subjects);
    const kinds = new Set<string>();
    this.leave((about) => wanted.has(about), kinds);
    for (const subject of subjects) this.presence.delete(subject);
    this.tell({ kinds, positions: false, presence: false, facts: [], whole: false, reference: false });
  }

  /** Hear what moves; gives the way to stop. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** All entities of a kind; the same array until one of them changes. */
  list(kind: string): readonly Entity[] {
    const held = this.lists.get(kind);
    if (held !== undefined) return held;
    const entities = this.kinds.get(kind);
    const list = entities === undefined ? NONE : [...entities.values()];
    this.lists.set(kind, list);
    return list;
  }

  find(kind: string, id: string): Entity | undefined {
    return this.kinds.get(kind)?.get(id);
  }

  /** Grows with every change of a kind. */
  revision(kind: string): number {
    return this.revisions.get(kind) ?? 0;
  }

  private apply(message: Message, kinds: Set<string>): void {
    switch (message.type) {
      case 'snapshot':
        this.kinds.clear();
        this.gone.clear();
        this.presence.clear();
        this.cursor = message.cursor;
        this.hasSnapshot = true;
        this.put(message.entities, kinds);
        for (const crew of this.placed.keys()) if (this.find('crew', crew) === undefined) this.placed.delete(crew);
        break;
      case 'changes':
        this.put(message.entities, kinds);
        this.cursor = Math.max(this.cursor, message.cursor);
        break;
      case 'scope_entered':
        this.put(message.entities, kinds);
        break;
      case 'scope_left':
        this.leave((about) => about === message.about, kinds);
        this.presence.delete(message.about);
        break;
      case 'presence':
        if (message.people.length === 0) this.presence.delete(message.about);
        else this.presence.set(message.about, message.people);
        break;
      case 'positions':
        this.place(message.crews, Date.parse(message.at));
        break;
      case 'tick':
        this.clockStepS = message.clock_step_s ?? 0;
        if (message.reference !== undefined && message.reference !== this.reference) {
          this.hasNews = this.reference !== 0;
          this.reference = message.reference;
        }
        break;
    }
  }

  private put(entities: readonly EntityMessage[], kinds: Set<string>): void {
    for (const change of entities) if (this.applyOne(change)) kinds.add(change.kind);
  }

  private applyOne(change: EntityMessage): boolean {
    const held = this.kinds.get(change.kind)?.get(change.id);
    const key = `${change.kind}\u0000${change.id}`;
    if (change.v <= (held?.v ?? this.gone.get(key) ?? 0)) return false;
    if (change.set === null) {
      this.kinds.get(change.kind)?.delete(change.id);
      this.bury(key, change.v);
      return true;
    }
    // A change of something that is not held: of what was forgotten, or never seen whole.
    const needed = this.whole[change.kind];
    if (held === undefined && needed !== undefined && change.set[needed] === undefined) return false;
    this.gone.delete(key);
    const fields = held === undefined ? { ...change.set } : { ...held.fields, ...change.set };
    const entity: Entity = {
      kind: change.kind,
      id: change.id,
      v: change.v,
      about: held?.about ?? change.about,
      fields,
    };
    let kind = this.kinds.get(change.kind);
    if (kind === undefined) this.kinds.set(change.kind, (kind = new Map<string, Entity>()));
    kind.set(change.id, entity);
    return true;
  }

  private bury(key: string, v: number): void {
    this.gone.delete(key);
    this.gone.set(key, v);
    if (this.gone.size <= MOST_GONE) return;
    for (const oldest of this.gone.keys()) {
      this.gone.delete(oldest);
      break;
    }
  }

  private leave(isLeaving: (about: string) => boolean, kinds: Set<string>): void {
    for (const [kind, entities] of this.kinds) {
      for (const entity of entities.values()) {
        if (!isLeaving(entity.about)) continue;
        entities.delete(entity.id);
        if (kind === 'crew') this.placed.delete(entity.id);
        kinds.add(kind);
      }
    }
  }

  private place(crews: readonly Fix[], atMs: number): void {
    this.positionsRevision += 1;
    for (const [crew, lon, lat, heading, speedKmh, ageS, notes = 0] of crews) {
      const at = atMs - ageS * 1000;
      const held = this.placed.get(crew);
      const isOffGrid = (notes & OFF_GRID) !== 0;
      if (held === undefined) {
        this.placed.set(crew, { crew, lon, lat, heading, speedKmh, at, isOffGrid });
      } else if (held.at <= at) {
        // Thousands a second: new objects would keep the collector of garbage busy.
        held.lon = lon;
        held.lat = lat;
        held.heading = heading;
        held.speedKmh = speedKmh;
        held.at = at;
        held.isOffGrid = isOffGrid;
      }
    }
  }
}
