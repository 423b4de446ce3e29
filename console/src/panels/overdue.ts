/** When a state lasts too long: amber, then red. Pure; how the hall shows it, not what it decides. */
import type { IncidentFields, IncidentState, OrderFields } from '../sync/kinds.ts';

export type Urgency = 'calm' | 'late' | 'overdue';

/** Seconds until amber and until red, by state. */
const LIMITS: Readonly<Partial<Record<IncidentState, readonly [late: number, overdue: number]>>> = {
  opened: [30, 90],
  dispatched: [30, 90],
  under_way: [600, 1200],
  on_scene: [2700, 5400],
  handled: [3600, 14_400],
};
/** The two graver levels are looked at twice as strictly. */
const GRAVE = 0.5;

export function urgencyOf(state: IncidentState, level: number, ageMs: number): Urgency {
  const limits = LIMITS[state];
  if (limits === undefined) return 'calm';
  const factor = level <= 2 ? GRAVE : 1;
  if (ageMs >= limits[1] * factor * 1000) return 'overdue';
  return ageMs >= limits[0] * factor * 1000 ? 'late' : 'calm';
}

/** Seconds a contact may ring or wait. */
export function contactUrgency(ageMs: number): Urgency {
  if (ageMs >= 30_000) return 'overdue';
  return ageMs >= 10_000 ? 'late' : 'calm';
}

/** Seconds a crew or a reporter may wait for an answer. */
export function helpUrgency(ageMs: number): Urgency {
  if (ageMs >= 120_000) return 'overdue';
  return ageMs >= 45_000 ? 'late' : 'calm';
}

type Stamp = 'ordered_at' | 'accepted_at' | 'departed_at' | 'arrived_at' | 'ended_at' | 'fed_back_at';

function latest(orders: readonly OrderFields[], stamps: readonly Stamp[]): string | null {
  let found: string | null = null;
  for (const order of orders) {
    for (const stamp of stamps) {
      const at = order[stamp];
      if (at !== null && (found === null || Date.parse(at) > Date.parse(found))) found = at;
    }
  }
  return found;
}

function earliest(orders: readonly OrderFields[], stamp: Stamp): string | null {
  let found: string | null = null;
  for (const order of orders) {
    const at = order[stamp];
    if (order.ended_at === null && at !== null && (found === null || Date.parse(at) < Date.parse(found))) found = at;
  }
  return found;
}

function later(a: string | null, b: string): string {
  return a === null || Date.parse(a) < Date.parse(b) ? b : a;
}

/** Since when the incident is in its state, from its own stamps and those of its orders. */
export function inStateSince(incident: IncidentFields, orders: readonly OrderFields[]): string {
  // What came back to work is counted from then on.
  const opened = incident.reopened_at ?? incident.opened_at;
  switch (incident.state) {
    case 'opened':
      return later(latest(orders, ['ended_at']), opened);
    case 'dispatched':
      return earliest(orders, 'ordered_at') ?? opened;
    case 'under_way':
      return earliest(orders, 'accepted_at') ?? opened;
    case 'on_scene':
      return earliest(orders, 'arrived_at') ?? latest(orders, ['fed_back_at']) ?? opened;
    case 'handled':
      return incident.handled_at ?? opened;
    default:
      return incident.closed_at ?? opened;
  }
}
