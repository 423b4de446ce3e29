/** All words. A key belongs to one file of `words/`; no key stands in two. */
import { admin } from './words/admin.ts';
import { board } from './words/board.ts';
import { citizen } from './words/citizen.ts';
import { command } from './words/command.ts';
import { common } from './words/common.ts';
import { devices } from './words/devices.ts';
import { duty } from './words/duty.ts';
import { events } from './words/events.ts';
import { field } from './words/field.ts';
import { file } from './words/file.ts';
import { forces } from './words/forces.ts';
import { guide } from './words/guide.ts';
import { layers } from './words/layers.ts';
import { overdue } from './words/overdue.ts';
import { oversight } from './words/oversight.ts';
import { planning } from './words/planning.ts';
import { patrol } from './words/patrol.ts';
import { seat } from './words/seat.ts';
import { start } from './words/start.ts';
import { teamwork } from './words/teamwork.ts';
import { terms } from './words/terms.ts';
import { urgent } from './words/urgent.ts';
import { wall } from './words/wall.ts';
import { watch } from './words/watch.ts';

export type Entry = readonly [zh: string, en: string];

export const catalogue = {
  ...common,
  ...terms,
  ...events,
  ...citizen,
  ...seat,
  ...board,
  ...command,
  ...file,
  ...field,
  ...oversight,
  ...overdue,
  ...guide,
  ...urgent,
  ...admin,
  ...forces,
  ...start,
  ...wall,
  ...teamwork,
  ...layers,
  ...watch,
  ...devices,
  ...duty,
  ...planning,
  ...patrol,
} as const satisfies Readonly<Record<string, Entry>>;

export type Key = keyof typeof catalogue;
