import { describe, expect, it } from 'vitest';
import {
  advanceLine,
  isHeard,
  LINE_OFF,
  readMessage,
  troubleOf,
  type LineEvent,
  type LineLink,
  type LineMedia,
  type LineMessage,
  type LineNow,
} from './lineState.ts';
import { levelOf, loudnessOf } from './levels.ts';
import { microphoneOf } from './devices.ts';
import { lossOf, qualityOf, type PeerReport } from './quality.ts';

const LINKS: readonly LineLink[] = ['off', 'elsewhere', 'connecting', 'open', 'lost', 'unavailable', 'signed_out'];
const MEDIA: readonly LineMedia[] = ['none', 'offered', 'up', 'down'];
const HAPPENINGS: readonly (LineMessage | LineEvent)[] = [
  { type: 'started' },
  { type: 'stopped' },
  { type: 'elsewhere' },
  { type: 'offered' },
  { type: 'peer_up' },
  { type: 'peer_down' },
  { type: 'closed', code: 1006 },
  { type: 'closed', code: 4401 },
  { type: 'microphone', is: 'refused' },
  { type: 'ready', iceServers: [] },
  { type: 'answer', sdp: '' },
  { type: 'candidate', candidate: null },
  { type: 'up' },
  { type: 'parked' },
  { type: 'down', reason: 'x' },
  { type: 'unavailable', reason: 'x' },
  { type: 'joined', callId: 'c', legId: 'l', mode: 'open' },
  { type: 'ring', callId: 'c', legId: 'l', mode: 'open' },
  { type: 'mode', legId: 'l', mode: 'held' },
];
const IN_CALL: LineNow = {
  link: 'open',
  media: 'up',
  microphone: 'open',
  joined: { callId: 'c', legId: 'l', mode: 'open' },
  ringing: null,
  reason: null,
};

describe('the state of the line', () => {
  it.each(LINKS.flatMap((link) => MEDIA.map((media) => [link, media] as const)))('%s with media %s bears whatever comes', (link, media) => {
    for (const what of HAPPENINGS) {
      const next = advanceLine({ ...IN_CALL, link, media }, what);
      expect(LINKS).toContain(next.link);
      expect(MEDIA).toContain(next.media);
      // Nobody is shown in a call where there is no voice.
      if (next.link === 'unavailable' && what.type === 'unavailable') expect(next).toMatchObject({ media: 'none', joined: null });
      if (what.type === 'stopped') expect(next).toEqual(LINE_OFF);
    }
  });

  it('stays off, and elsewhere, when a socket closes late', () => {
    expect(advanceLine(LINE_OFF, { type: 'closed', code: 1006 }).link).toBe('off');
    expect(advanceLine({ ...LINE_OFF, link: 'elsewhere' }, { type: 'closed', code: 1006 }).link).toBe('elsewhere');
  });

  it('rings until it is taken, or the other gave up', () => {
    const rings = advanceLine({ ...IN_CALL, joined: null }, { type: 'ring', callId: 'c', legId: 'l', mode: 'open' });
    expect(rings).toMatchObject({ joined: null, ringing: { callId: 'c', legId: 'l' } });
    expect(advanceLine(rings, { type: 'parked' }).ringing).toBeNull();
    expect(advanceLine(rings, { type: 'joined', callId: 'c', legId: 'l', mode: 'open' })).toMatchObject({ joined: { legId: 'l' }, ringing: null });
  });

  it('takes the mode of its own leg only', () => {
    expect(advanceLine(IN_CALL, { type: 'mode', legId: 'other', mode: 'held' })).toBe(IN_CALL);
  });

  it('names one trouble, the one that must be seen to first', () => {
    expect(troubleOf(IN_CALL)).toBeNull();
    expect(troubleOf({ ...IN_CALL, link: 'lost', microphone: 'refused' })).toBe('lost');
    expect(troubleOf({ ...IN_CALL, microphone: 'refused', media: 'down' })).toBe('refused');
    expect(troubleOf({ ...IN_CALL, media: 'down' })).toBe('media');
    expect(troubleOf({ ...IN_CALL, link: 'unavailable' })).toBe('unavailable');
  });

  it('knows whether words reach the others', () => {
    expect(isHeard(IN_CALL, false)).toBe(true);
    expect(isHeard(IN_CALL, true)).toBe(false);
    for (const change of [{ media: 'down' }, { microphone: 'absent' }, { joined: null }] as const)
      expect(isHeard({ ...IN_CALL, ...change }, false)).toBe(false);
    expect(isHeard({ ...IN_CALL, joined: { callId: 'c', legId: 'l', mode: 'held' } }, false)).toBe(false);
  });
});

describe('messages of the hall', () => {
  it('are read', () => {
    expect(readMessage({ type: 'ready', ice_servers: [{ urls: 'turn:x' }] })).toEqual({ type: 'ready', iceServers: [{ urls: 'turn:x' }] });
    expect(readMessage({ type: 'joined', call_id: 'c', leg_id: 'l', mode: 'whisper' })).toEqual({ type: 'joined', callId: 'c', legId: 'l', mode: 'whisper' });
    expect(readMessage({ type: 'unavailable' })).toEqual({ type: 'unavailable', reason: null });
  });

  it.each([null, 'up', {}, { type: 'answer' }, { type: 'joined', call_id: 'c' }, { type: 'mode' }, { type: 'new one' }])(
    'that are not known are left alone: %j',
    (raw) => expect(readMessage(raw)).toBeNull(),
  );
});

describe('levels', () => {
  it('go from nothing to full by ear', () => {
    expect(loudnessOf(new Float32Array(64))).toBe(-Infinity);
    expect(loudnessOf(Float32Array.from({ length: 64 }, () => 1))).toBeCloseTo(0);
    expect([-Infinity, -80, -33, 0].map(levelOf)).toEqual([0, 0, 0.5, 1]);
  });
});

describe('quality', () => {
  const report: PeerReport = { received: 100, lost: 0, samples: 16_000, concealed: 0, jitterS: 0.005, roundTripS: 0.05 };
  it('is told by loss, by what was made up, by jitter and by the way there and back', () => {
    const after = (change: Partial<PeerReport>) => qualityOf(report, { ...report, received: 200, samples: 32_000, ...change });
    expect(after({})).toBe('good');
    expect(after({ lost: 4 })).toBe('fair');
    expect(after({ lost: 20 })).toBe('poor');
    expect(after({ concealed: 4_000 })).toBe('poor');
    expect(after({ jitterS: 0.06 })).toBe('fair');
    expect(after({ roundTripS: 0.9 })).toBe('poor');
  });
  it('is silence when nothing arrives, and unknown after a new connection', () => {
    expect(qualityOf(report, report)).toBe('silent');
    expect(qualityOf(null, report)).toBe('unknown');
    expect(qualityOf(report, { ...report, received: 3 })).toBe('unknown');
    expect(lossOf(report, report)).toBe(0);
  });
});

describe('a microphone that does not open', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'absent'],
    ['NotReadableError', 'taken'],
    ['OverconstrainedError', 'absent'],
  ])('%s', (name, is) => expect(microphoneOf(Object.assign(new Error('x'), { name }))).toBe(is));
});
