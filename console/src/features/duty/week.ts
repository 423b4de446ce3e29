/** A roster as a week: a row for each grid, a column for each day in China. Pure. */
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf } from '../../ui/time.ts';

export type Span = Schema<'Span'>;
export type Finding = Schema<'Finding'>;
export type Roster = Schema<'RosterView'>;

const DAY_MS = 86_400_000;

export interface Row {
  readonly place: string;
  /** Spans that begin on each day of the window. */
  readonly days: readonly (readonly Span[])[];
}

/** The days of a window, as 2026-11-23. */
export function daysOf(window: Roster['window']): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${dayOf(window.starts_at)}T00:00:00+08:00`); at < Date.parse(window.ends_at); at += DAY_MS)
    days.push(dayOf(at));
  return days;
}

/** Every span has a place: what begins before or after the window stands on its first or last day, to be mended. */
export function rowsOf(spans: readonly Span[], places: readonly string[], days: readonly string[]): readonly Row[] {
  const all = [...new Set([...places, ...spans.map((one) => one.place_code)])].sort();
  const column = (span: Span) => {
    const day = dayOf(span.starts_at);
    const index = days.indexOf(day);
    return index >= 0 ? index : day < (days[0] ?? '') ? 0 : days.length - 1;
  };
  return all.map((place) => {
    const own = spans.filter((one) => one.place_code === place);
    const ofDay = (index: number) =>
      own.filter((one) => column(one) === index).sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at));
    return { place, days: days.map((_, index) => ofDay(index)) };
  });
}

/** 08:00–16:15, with the day where it ends on another one. */
export function hoursOf(span: Span): string {
  const end = clockOf(span.ends_at);
  const length = Date.parse(span.ends_at) - Date.parse(span.starts_at);
  const isFar = length <= 0 || length >= DAY_MS;
  return `${clockOf(span.starts_at)}–${isFar ? `${dayOf(span.ends_at).slice(5)} ` : ''}${end}`;
}

/** What a field for day and time holds, by the wall clock in China. */
export function fieldOf(at: string): string {
  return `${dayOf(at)}T${clockOf(at)}`;
}

/** The moment a field says, or null. */
export function momentOf(field: string): string | null {
  const at = Date.parse(`${field}:00+08:00`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The gravest thing found about a span. */
export function worstOf(findings: readonly Finding[], spanId: string): Finding | undefined {
  const about = findings.filter((one) => one.span_ids.includes(spanId));
  return about.find((one) => one.severity === 'error') ?? about.find((one) => one.severity === 'warning') ?? about[0];
}

/**
 * Whose turn it is when a roster begins, so that it goes on where the present watches are: the team on duty now, moved
 * on by as many watches as lie between. Watches begin at whole multiples of their hours from midnight in China.
 */
export function followingTeam(teamNow: number, nowMs: number, startMs: number, watchH: number, teams: number): number {
  const chinaMs = 8 * 3_600_000;
  const watchOf = (ms: number) => Math.floor((ms + chinaMs) / (watchH * 3_600_000));
  const moved = watchOf(startMs) - watchOf(nowMs);
  return ((((teamNow - 1 + moved) % teams) + teams) % teams) + 1;
}
