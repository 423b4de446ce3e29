/** All words. A key belongs to one file of `words/`; no key stands in two. */
import { admin } from './words/admin.ts';
import { board } from './words/board.ts';
import { calls } from './words/calls.ts';
import { citizen } from './words/citizen.ts';
import { command } from './words/command.ts';
import { common } from './words/common.ts';
import { devices } from './words/devices.ts';
import { duty } from './words/duty.ts';
import { entered } from './words/entered.ts';
import { events } from './words/events.ts';
import { field } from './words/field.ts';
import { file } from './words/file.ts';
import { forces } from './words/forces.ts';
import { guide } from './words/guide.ts';
import { jurisdiction } from './words/jurisdiction.ts';
import { layers } from './words/layers.ts';
import { liaison } from './words/liaison.ts';
import { overdue } from './words/overdue.ts';
import { oversight } from './words/oversight.ts';
import { planning } from './words/planning.ts';
import { patrol } from './words/patrol.ts';
import { recording } from './words/recording.ts';
import { same } from './words/same.ts';
import { seat } from './words/seat.ts';
import { sheets } from './words/sheets.ts';
import { start } from './words/start.ts';
import { talk } from './words/talk.ts';
import { teamwork } from './words/teamwork.ts';
import { terms } from './words/terms.ts';
import { triage } from './words/triage.ts';
import { urgent } from './words/urgent.ts';
import { voice } from './words/voice.ts';
import { wall } from './words/wall.ts';
import { watch } from './words/watch.ts';
import { watched } from './words/watched.ts';

export type Entry = readonly [zh: string, en: string];

export const catalogue = {
  ...common,
  ...terms,
  ...events,
  ...entered,
  ...calls,
  ...citizen,
  ...same,
  ...seat,
  ...board,
  ...command,
  ...file,
  ...recording,
  ...field,
  ...oversight,
  ...liaison,
  ...overdue,
  ...guide,
  ...triage,
  ...sheets,
  ...watched,
  ...urgent,
  ...admin,
  ...forces,
  ...start,
  ...wall,
  ...teamwork,
  ...jurisdiction,
  ...layers,
  ...watch,
  ...devices,
  ...duty,
  ...planning,
  ...patrol,
  ...voice,
  ...talk,
} as const satisfies Readonly<Record<string, Entry>>;

export type Key = keyof typeof catalogue;
