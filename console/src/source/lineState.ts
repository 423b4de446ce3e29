/** How the voice line of this browser stands, and what each message and event makes of it. Pure. */

/** As the hall has it for a leg: heard, silent, waiting with the comfort message, or heard by the officer alone. */
export type LineMode = 'open' | 'muted' | 'held' | 'whisper';

/**
 * `elsewhere`: another window of this browser has it. `unavailable`: the hall has no voice now. `lost`: being tried
 * again. `signed_out`: the sign-in ended.
 */
export type LineLink = 'off' | 'elsewhere' | 'connecting' | 'open' | 'lost' | 'unavailable' | 'signed_out';

/** `insecure`: browsers give a microphone only to pages that came by TLS or from this machine. */
export type Microphone = 'unasked' | 'asking' | 'open' | 'refused' | 'absent' | 'taken' | 'insecure';

/** `up`: sound can pass both ways. */
export type LineMedia = 'none' | 'offered' | 'up' | 'down';

export interface Joined {
  readonly callId: string;
  readonly legId: string;
  readonly mode: LineMode;
}

export interface LineNow {
  readonly link: LineLink;
  readonly media: LineMedia;
  readonly microphone: Microphone;
  /** The call this line is in; null: it waits in a room of its own. */
  readonly joined: Joined | null;
  /** The call that rings here and waits to be taken. */
  readonly ringing: Joined | null;
  /** The hall's word for why it is unavailable or down. */
  readonly reason: string | null;
}

export const LINE_OFF: LineNow = { link: 'off', media: 'none', microphone: 'unasked', joined: null, ringing: null, reason: null };

/** What the hall says on the line. */
export type LineMessage =
  | { readonly type: 'ready'; readonly iceServers: readonly RTCIceServer[] }
  | { readonly type: 'answer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: RTCIceCandidateInit | null }
  | { readonly type: 'up' | 'parked' }
  | { readonly type: 'down' | 'unavailable'; readonly reason: string | null }
  | ({ readonly type: 'joined' | 'ring' } & Joined)
  | { readonly type: 'mode'; readonly legId: string; readonly mode: LineMode }
  /** How loud legs of the call are, of those that changed: 0 to 1. */
  | { readonly type: 'levels'; readonly levels: Readonly<Record<string, number>> };

/** What happens here. */
export type LineEvent =
  | { readonly type: 'started' | 'stopped' | 'elsewhere' | 'offered' | 'peer_up' | 'peer_down' }
  | { readonly type: 'closed'; readonly code: number }
  | { readonly type: 'microphone'; readonly is: Microphone };

export const NOT_SIGNED_IN = 4401;
const MODES: readonly string[] = ['open', 'muted', 'held', 'whisper'];

function textOf(data: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = data[name];
  return typeof value === 'string' ? value : null;
}

function modeOf(data: Readonly<Record<string, unknown>>): LineMode {
  const mode = data['mode'];
  return typeof mode === 'string' && MODES.includes(mode) ? (mode as LineMode) : 'open';
}

function levelsOf(raw: unknown): Readonly<Record<string, number>> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).filter((one): one is [string, number] => typeof one[1] === 'number'));
}

/** A message of the hall, read; null: one that this console does not know. */
export function readMessage(raw: unknown): LineMessage | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const data = raw as Readonly<Record<string, unknown>>;
  const type = data['type'];
  if (type === 'up' || type === 'parked') return { type };
  if (type === 'down' || type === 'unavailable') return { type, reason: textOf(data, 'reason') };
  if (type === 'ready') {
    const servers = data['ice_servers'];
    return { type, iceServers: Array.isArray(servers) ? (servers as RTCIceServer[]) : [] };
  }
  if (type === 'answer') {
    const sdp = textOf(data, 'sdp');
    return sdp === null ? null : { type, sdp };
  }
  if (type === 'candidate') return { type, candidate: data['candidate'] as RTCIceCandidateInit | null };
  if (type === 'levels') return { type, levels: levelsOf(data['levels']) };
  const legId = textOf(data, 'leg_id');
  if (type === 'mode' && legId !== null) return { type, legId, mode: modeOf(data) };
  const callId = textOf(data, 'call_id');
  if ((type === 'joined' || type === 'ring') && legId !== null && callId !== null) return { type, callId, legId, mode: modeOf(data) };
  return null;
}

/** The line after what happened. */
export function advanceLine(now: LineNow, what: LineMessage | LineEvent): LineNow {
  switch (what.type) {
    case 'started':
      return { ...now, link: 'connecting', media: 'none', joined: null, ringing: null, reason: null };
    case 'stopped':
      return LINE_OFF;
    case 'elsewhere':
      return { ...LINE_OFF, link: 'elsewhere' };
    case 'microphone':
      return { ...now, microphone: what.is };
    case 'ready':
      return { ...now, link: 'open', reason: null };
    case 'unavailable':
      return { ...now, link: 'unavailable', media: 'none', joined: null, ringing: null, reason: what.reason };
    case 'closed':
      if (now.link === 'off' || now.link === 'elsewhere') return now;
      if (what.code === NOT_SIGNED_IN) return { ...LINE_OFF, link: 'signed_out' };
      // That there is no voice stays true until the hall says otherwise. What is heard goes on without the socket.
      return now.link === 'unavailable' ? now : { ...now, link: 'lost' };
    case 'offered':
      return now.media === 'up' ? now : { ...now, media: 'offered' };
    case 'peer_up':
    case 'up':
      return now.link === 'unavailable' ? now : { ...now, media: 'up', reason: null };
    case 'peer_down':
      return now.media === 'none' ? now : { ...now, media: 'down' };
    case 'down':
      return { ...now, media: 'down', joined: null, ringing: null, reason: what.reason };
    case 'joined':
      return { ...now, joined: { callId: what.callId, legId: what.legId, mode: what.mode }, ringing: null };
    case 'ring':
      return { ...now, ringing: { callId: what.callId, legId: what.legId, mode: what.mode }, joined: null };
    case 'parked':
      return { ...now, joined: null, ringing: null };
    case 'mode':
      if (now.joined?.legId !== what.legId) return now;
      return { ...now, joined: { ...now.joined, mode: what.mode } };
    case 'answer':
    case 'candidate':
    case 'levels':
      return now;
  }
}

/** What stands in the way of speaking, gravest first; null: nothing does. */
export type LineTrouble =
  | 'unavailable'
  | 'elsewhere'
  | 'lost'
  | 'insecure'
  | 'unasked'
  | 'refused'
  | 'absent'
  | 'taken'
  | 'media'
  | null;

export function troubleOf(now: LineNow): LineTrouble {
  if (now.link === 'unavailable' || now.link === 'elsewhere') return now.link;
  if (now.link === 'lost') return 'lost';
  if (now.link === 'off' || now.link === 'signed_out') return null;
  const { microphone } = now;
  if (microphone !== 'open' && microphone !== 'asking') return microphone;
  return now.media === 'down' ? 'media' : null;
}

/** Whether words reach the others. */
export function isHeard(now: LineNow, isMutedHere: boolean): boolean {
  if (now.joined === null || now.media !== 'up' || now.microphone !== 'open' || isMutedHere) return false;
  return now.joined.mode === 'open' || now.joined.mode === 'whisper';
}
