/** All words. A key belongs to one file of `words/`; no key stands in two. */
import { board } from './words/board.ts';
import { citizen } from './words/citizen.ts';
import { common } from './words/common.ts';
import { events } from './words/events.ts';
import { field } from './words/field.ts';
import { file } from './words/file.ts';
import { oversight } from './words/oversight.ts';
import { seat } from './words/seat.ts';
import { terms } from './words/terms.ts';

export type Entry = readonly [zh: string, en: string];

export const catalogue = {
  ...common,
  ...terms,
  ...events,
  ...citizen,
  ...seat,
  ...board,
  ...file,
  ...field,
  ...oversight,
} as const satisfies Readonly<Record<string, Entry>>;

export type Key = keyof typeof catalogue;
