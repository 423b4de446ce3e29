/** How a repeat caller's weeks are drawn. Pure. */
import type { Schema } from '../../source/contract.ts';

export type RepeatCaller = Schema<'RepeatCaller'>;
export type CallerWeek = RepeatCaller['weeks'][number];

export interface Bar {
  readonly week: CallerWeek;
  /** 0 to 1 of the highest week. */
  readonly height: number;
}

/** All weeks against the highest; a scale of at least three keeps one call from looking like many. */
export function barsOf(weeks: readonly CallerWeek[]): readonly Bar[] {
  const most = Math.max(3, ...weeks.map((one) => one.contacts));
  return weeks.map((week) => ({ week, height: week.contacts / most }));
}

/** 2, 1.5, 0.25: as exact as is of use. */
export function perWeek(value: number): string {
  return String(Math.round(value * 100) / 100);
}
