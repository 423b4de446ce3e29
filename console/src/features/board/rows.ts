/** The board's rows: an incident with its orders and its call-out, how urgent it is, and in which list. Pure. */
import { inStateSince, urgencyOf, type Urgency } from '../../panels/overdue.ts';
import type { Of } from '../../sync/kinds.ts';

export interface BoardRow {
  readonly incident: Of<'incident'>;
  readonly orders: readonly Of<'order'>[];
  readonly callout: Of<'callout'> | undefined;
  readonly since: string;
}

export interface Filter {
  readonly text: string;
  readonly org: string | null;
}

function group(orders: readonly Of<'order'>[]): ReadonlyMap<string, readonly Of<'order'>[]> {
  const groups = new Map<string, Of<'order'>[]>();
  for (const order of orders) {
    const list = groups.get(order.incident_id);
    if (list === undefined) groups.set(order.incident_id, [order]);
    else list.push(order);
  }
  return groups;
}

const NO_ORDERS: readonly Of<'order'>[] = [];

export function isOpen({ incident }: BoardRow): boolean {
  return incident.closed_at === null;
}

/** Incidents joined with what belongs to them. */
export function joinRows(
  incidents: readonly Of<'incident'>[],
  orders: readonly Of<'order'>[],
  callouts: readonly Of<'callout'>[],
): readonly BoardRow[] {
  const byIncident = group(orders);
  const calloutOf = new Map(callouts.map((one) => [one.incident_id, one] as const));
  return incidents.map((incident) => {
    const own = byIncident.get(incident.id) ?? NO_ORDERS;
    return { incident, orders: own, callout: calloutOf.get(incident.id), since: inStateSince(incident, own) };
  });
}

export function fits({ incident }: BoardRow, filter: Filter, className: (code: string) => string): boolean {
  if (filter.org !== null && incident.station_code !== filter.org && incident.county_code !== filter.org) return false;
  const words = filter.text.trim().toLowerCase();
  if (words === '') return true;
  const all = [incident.number, incident.place_text, incident.narrative, className(incident.class_code)];
  return all.some((text) => text?.toLowerCase().includes(words));
}

const ORDER: Readonly<Record<Urgency, number>> = { overdue: 0, late: 1, calm: 2 };

/** Waiting and running, the most urgent first: nobody answers, overdue, level, age. */
export function sortRows(
  rows: readonly BoardRow[],
  now: number,
): { readonly waiting: readonly BoardRow[]; readonly running: readonly BoardRow[] } {
  const keyed = rows.map((row) => {
    const { state, level } = row.incident;
    const urgency = urgencyOf(state, level, now - Date.parse(row.since));
    const isAlarmed = row.callout?.state === 'alarmed' || row.callout?.state === 'desk';
    return { row, rank: [isAlarmed ? 0 : 1, ORDER[urgency], level, Date.parse(row.since)] as const };
  });
  keyed.sort((a, b) => {
    for (let i = 0; i < a.rank.length; i++) {
      const difference = (a.rank[i] ?? 0) - (b.rank[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const waits = (row: BoardRow) => row.incident.state === 'opened' || row.incident.state === 'dispatched';
  return {
    waiting: keyed.filter(({ row }) => waits(row)).map(({ row }) => row),
    running: keyed.filter(({ row }) => !waits(row)).map(({ row }) => row),
  };
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

/** Crews by what they do now. */
export function crewRows(crews: readonly Of<'crew'>[], orders: readonly Of<'order'>[]): readonly CrewRow[] {
  const live = new Map(orders.filter((one) => one.ended_at === null).map((one) => [one.crew_id, one] as const));
  return crews.map((crew) => {
    const order = live.get(crew.id);
    const group = (order && GROUP_OF[order.state]) ?? (crew.duty === 'on_duty' ? 'free' : 'off');
    return { crew, group, order };
  });
}
