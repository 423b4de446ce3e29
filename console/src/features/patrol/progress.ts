/** How far a patrol is: shares, lateness, the next point. Pure. */
import type { Of, PatrolState } from '../../sync/kinds.ts';

export const RUNNING: ReadonlySet<PatrolState> = new Set(['planned', 'under_way', 'interrupted']);
/** A third of its time gone and not begun, or this much behind the clock: late. */
const NOT_BEGUN = 1 / 3;
const BEHIND = 0.3;

export interface Progress {
  readonly patrol: Of<'patrol'>;
  readonly points: readonly Of<'patrol_point'>[];
  readonly done: number;
  readonly proven: number;
  /** Where the crew goes next; undefined when all is done. */
  readonly next: Of<'patrol_point'> | undefined;
}

export function progressOf(patrol: Of<'patrol'>, all: readonly Of<'patrol_point'>[]): Progress {
  const points = all.filter((one) => one.patrol_id === patrol.id).sort((a, b) => a.number - b.number);
  const done = points.filter((one) => one.done_at !== null);
  const proven = done.filter((one) => one.arrived_by !== null && one.arrived_by !== 'said').length;
  // Whoever stands at a point has its checks before him, whatever its place in the order.
  const open = points.filter((one) => one.done_at === null);
  const next = open.find((one) => one.arrived_at !== null) ?? open[0];
  return { patrol, points, done: done.length, proven, next };
}

export function isLate({ patrol, points, done }: Progress, nowMs: number): boolean {
  const [from, to] = [Date.parse(patrol.starts_at), Date.parse(patrol.due_at)];
  const gone = (nowMs - from) / Math.max(1, to - from);
  if (patrol.state === 'planned') return gone > NOT_BEGUN;
  if (patrol.state !== 'under_way') return false;
  return gone - done / Math.max(1, points.length) > BEHIND;
}

/** Those that run first, the late ones before others; then what ended, the latest first. */
export function ordered(all: readonly Progress[], nowMs: number): readonly Progress[] {
  const rank = (one: Progress) => (RUNNING.has(one.patrol.state) ? (isLate(one, nowMs) ? 0 : 1) : 2);
  return [...all].sort((a, b) => {
    const by = rank(a) - rank(b);
    if (by !== 0) return by;
    const times = Date.parse(a.patrol.due_at) - Date.parse(b.patrol.due_at);
    return rank(a) === 2 ? -times : times;
  });
}
