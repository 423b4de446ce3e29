/** The board's rows: an incident with its orders and its call-out, how urgent it is, and in which list. Pure. */
import { inStateSince, urgencyOf, type Urgency } from '../../panels/overdue.ts';
import type { IncidentState, Of } from '../../sync/kinds.ts';

export interface BoardRow {
  readonly incident: Of<'incident'>;
  readonly orders: readonly Of<'order'>[];
  readonly callout: Of<'callout'> | undefined;
  /** What of it stands too long and was raised, the most often raised first. */
  readonly raised: readonly Of<'overdue'>[];
  readonly since: string;
  readonly sinceMs: number;
}

export interface Filter {
  readonly text: string;
  readonly org: string | null;
  /** Levels that are shown; none: all. */
  readonly levels: readonly number[];
  /** One state, also one that has ended; null: whatever is open. */
  readonly state: IncidentState | null;
  /** The first digits of a class. */
  readonly classCode: string | null;
  readonly isOverdueOnly: boolean;
}

export const NO_FILTER: Filter = {
  text: '',
  org: null,
  levels: [],
  state: null,
  classCode: null,
  isOverdueOnly: false,
};

/** Whether anything is left out by it, apart from the own area. */
export function isFiltered(filter: Filter): boolean {
  const { text, levels, state, classCode, isOverdueOnly } = filter;
  return text.trim() !== '' || levels.length > 0 || state !== null || classCode !== null || isOverdueOnly;
}

function group<T extends { readonly incident_id: string | null }>(ones: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of ones) {
    if (one.incident_id === null) continue;
    const list = groups.get(one.incident_id);
    if (list === undefined) groups.set(one.incident_id, [one]);
    else list.push(one);
  }
  return groups;
}

const NO_ORDERS: readonly Of<'order'>[] = [];
const NOTHING_RAISED: readonly Of<'overdue'>[] = [];

export function isOpen({ incident }: BoardRow): boolean {
  return incident.closed_at === null;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

/** The rows made last: one in which nothing moved is the same object again, and is not drawn again. */
const made = new WeakMap<Of<'incident'>, BoardRow>();

function rowOf(
  incident: Of<'incident'>,
  orders: readonly Of<'order'>[],
  callout: Of<'callout'> | undefined,
  raised: readonly Of<'overdue'>[],
): BoardRow {
  const held = made.get(incident);
  if (held?.callout === callout && held !== undefined && isSame(held.orders, orders) && isSame(held.raised, raised)) {
    return held;
  }
  const since = inStateSince(incident, orders);
  const row = { incident, orders, callout, raised, since, sinceMs: Date.parse(since) };
  made.set(incident, row);
  return row;
}

/** Incidents joined with what belongs to them. */
export function joinRows(
  incidents: readonly Of<'incident'>[],
  orders: readonly Of<'order'>[],
  callouts: readonly Of<'callout'>[],
  overdue: readonly Of<'overdue'>[] = NOTHING_RAISED,
): readonly BoardRow[] {
  const byIncident = group(orders);
  const calloutOf = new Map(callouts.map((one) => [one.incident_id, one] as const));
  const raisedOf = group([...overdue].sort((a, b) => b.raised - a.raised));
  return incidents.map((incident) => {
    const { id } = incident;
    return rowOf(incident, byIncident.get(id) ?? NO_ORDERS, calloutOf.get(id), raisedOf.get(id) ?? NOTHING_RAISED);
  });
}

/** Overdue is also what the hall's own clocks have raised, whatever the age of the state. */
export function urgencyOfRow({ incident, raised, sinceMs }: BoardRow, now: number): Urgency {
  if (raised.length > 0) return 'overdue';
  return urgencyOf(incident.state, incident.level, now - sinceMs);
}

/** Whether a row is shown, its being overdue apart. */
export function fits(row: BoardRow, filter: Filter, className: (code: string) => string): boolean {
  const { incident } = row;
  if (filter.state === null ? !isOpen(row) : incident.state !== filter.state) return false;
  if (filter.levels.length > 0 && !filter.levels.includes(incident.level)) return false;
  if (filter.classCode !== null && !incident.class_code.startsWith(filter.classCode)) return false;
  if (filter.org !== null && incident.station_code !== filter.org && incident.county_code !== filter.org) return false;
  const words = filter.text.trim().toLowerCase();
  if (words === '') return true;
  const all = [incident.number, incident.place_text, incident.narrative, className(incident.class_code)];
  return all.some((text) => text?.toLowerCase().includes(words));
}

const ORDER: Readonly<Record<Urgency, number>> = { overdue: 0, late: 1, calm: 2 };

/** What is as urgent stands together and, nearly in its order already, costs little to sort. */
class Ranks {
  private readonly byRank = new Map<number, BoardRow[]>();

  add(rank: number, row: BoardRow): void {
    const rows = this.byRank.get(rank);
    if (rows === undefined) this.byRank.set(rank, [row]);
    else rows.push(row);
  }

  sorted(): readonly BoardRow[] {
    const ranks = [...this.byRank.keys()].sort((a, b) => a - b);
    return ranks.flatMap((rank) => (this.byRank.get(rank) ?? []).sort((a, b) => a.sinceMs - b.sinceMs));
  }
}

/** Waiting and running, the most urgent first: nobody answers, overdue, level, age. */
export function sortRows(
  rows: readonly BoardRow[],
  now: number,
): { readonly waiting: readonly BoardRow[]; readonly running: readonly BoardRow[] } {
  const waiting = new Ranks();
  const running = new Ranks();
  for (const row of rows) {
    const { level, state } = row.incident;
    const isAlarmed = row.callout?.state === 'alarmed' || row.callout?.state === 'desk';
    const rank = (isAlarmed ? 0 : 100) + ORDER[urgencyOfRow(row, now)] * 10 + level;
    (state === 'opened' || state === 'dispatched' ? waiting : running).add(rank, row);
  }
  return { waiting: waiting.sorted(), running: running.sorted() };
}

export type CrewGroup = 'scene' | 'way' | 'called' | 'free' | 'off';

export interface CrewRow {
  readonly crew: Of<'crew'>;
  readonly group: CrewGroup;
  readonly order: Of<'order'> | undefined;
}

const GROUP_OF: Readonly<Partial<Record<Of<'order'>['state'], CrewGroup>>> = {
  ordered: 'called',
  accepted: 'way',
  departed: 'way',
  arrived: 'scene',
};

/** Crews in the order of their call signs; sorted once as long as they are the same. */
export function byCallSign(crews: readonly Of<'crew'>[]): readonly Of<'crew'>[] {
  // 云巡2-1 stands before 云巡10-1; a collator would cost the board's update tens of milliseconds.
  const keys = new Map(crews.map((one) => [one, one.call_sign.replace(/\d+/g, (digits) => digits.padStart(6, '0'))]));
  return [...crews].sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
}

/** Rows by what the crews do, in the order of the groups; within one in the order they came. */
export function groupedRows(rows: readonly CrewRow[], groups: readonly CrewGroup[]): readonly CrewRow[] {
  return groups.flatMap((group) => rows.filter((row) => row.group === group));
}

/** Crews by what they do now. */
export function crewRows(crews: readonly Of<'crew'>[], orders: readonly Of<'order'>[]): readonly CrewRow[] {
  const live = new Map<string, Of<'order'>>();
  for (const order of orders) if (order.ended_at === null) live.set(order.crew_id, order);
  return crews.map((crew) => {
    const order = live.get(crew.id);
    const group: CrewGroup = (order && GROUP_OF[order.state]) ?? (crew.duty === 'on_duty' ? 'free' : 'off');
    return { crew, group, order };
  });
}

export interface CrewFilter {
  readonly text: string;
  readonly group: CrewGroup | null;
  readonly org: string | null;
}

/** Whether a crew is shown; `unitName` says how its unit is called. */
export function crewFits({ crew, group }: CrewRow, filter: CrewFilter, unitName: (code: string) => string): boolean {
  if (filter.group !== null && group !== filter.group) return false;
  if (filter.org !== null && crew.org_code !== filter.org) return false;
  const words = filter.text.trim().toLowerCase();
  if (words === '') return true;
  return [crew.call_sign, crew.code, unitName(crew.org_code)].some((one) => one.toLowerCase().includes(words));
}
