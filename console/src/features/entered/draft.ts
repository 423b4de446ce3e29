/** What is being entered; it outlives a reload, and nothing of it is lost when sending is refused. */
import type { Schema } from '../../source/contract.ts';

export type EnteredChannel = Schema<'EnterBody'>['channel'];

export interface EnterDraft {
  readonly channel: EnteredChannel;
  readonly text: string;
  readonly place: string;
  readonly name: string;
  readonly number: string;
}

export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
}

const CHANNELS: readonly string[] = ['walk_in', 'self_received', 'community'] satisfies readonly EnteredChannel[];

export function emptyDraft(channel: EnteredChannel): EnterDraft {
  return { channel, text: '', place: '', name: '', number: '' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A draft that was kept, or an empty one when what was kept is none. */
export function readDraft(kept: string | null, channel: EnteredChannel): EnterDraft {
  let found: unknown;
  try {
    found = JSON.parse(kept ?? 'null');
  } catch {
    return emptyDraft(channel);
  }
  if (!isRecord(found)) return emptyDraft(channel);
  const text = (name: string) => (typeof found[name] === 'string' ? found[name] : '');
  const chosen = CHANNELS.includes(text('channel')) ? (text('channel') as EnteredChannel) : channel;
  return { channel: chosen, text: text('text'), place: text('place'), name: text('name'), number: text('number') };
}

export function isReady(draft: EnterDraft): boolean {
  return draft.text.trim().length >= 2;
}

/** The request: what is empty is not said. */
export function bodyOf(draft: EnterDraft, position: Position | null, photos: readonly string[]): Schema<'EnterBody'> {
  const said = (words: string) => (words.trim() === '' ? null : words.trim());
  return {
    channel: draft.channel,
    text: draft.text.trim(),
    place_text: said(draft.place),
    position: position === null ? null : { lon: position.lon, lat: position.lat, datum: 'WGS84' },
    accuracy_m: position?.accuracyM ?? null,
    caller_name: said(draft.name),
    caller_number: said(draft.number),
    photos: [...photos],
  };
}
