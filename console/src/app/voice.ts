/** The voice of this window: one line, kept as long as somebody sits here; in one window of a browser at a time. */
import { useSyncExternalStore } from 'react';
import { chooseDevice, chosenDevices, type DeviceUse } from '../source/devices.ts';
import { meterOf, type Meter } from '../source/levels.ts';
import { Line } from '../source/line.ts';
import { browser } from '../source/lineBrowser.ts';
import { LINE_OFF, type LineNow } from '../source/lineState.ts';
import { qualityOf, type PeerReport, type Quality } from '../source/quality.ts';
import { setBell } from '../ui/tones.ts';

export interface Voice {
  readonly line: LineNow;
  /** Silent here, at once; the hall is told as well. */
  readonly isMuted: boolean;
  readonly quality: Quality;
  /** Browsers let a page sound only after a touch or a key. */
  readonly isBlocked: boolean;
}

const LOCK = 'yyl.voice';
const QUALITY_EVERY_MS = 2_000;
let voice: Voice = { line: LINE_OFF, isMuted: false, quality: 'unknown', isBlocked: false };
let far: HTMLAudioElement | null = null;
let release: (() => void) | null = null;
let measuring: ReturnType<typeof setInterval> | undefined;
let before: PeerReport | null = null;
let own: MediaStreamTrack | null = null;
const listeners = new Set<() => void>();

/** Own words and what is heard, for meters; null: nothing to measure. */
export const meters: { own: Meter | null; far: Meter | null } = { own: null, far: null };

/** Levels of parties as the hall tells them, by leg; older than this they say nothing any more. */
const LEVEL_FRESH_MS = 1_500;
const told = new Map<string, { readonly level: number; readonly at: number }>();

/** How loud something is now: own words, what is heard, or one party of the call, whose leg it is. 0 to 1. */
export function levelNow(of: string): number {
  if (of === 'own' || of === 'far') return meters[of]?.level() ?? 0;
  const one = told.get(of);
  return one !== undefined && performance.now() - one.at < LEVEL_FRESH_MS ? one.level : 0;
}

function become(change: Partial<Voice>): void {
  voice = { ...voice, ...change };
  for (const listener of listeners) listener();
}

function sound(): void {
  if (far?.srcObject == null) return;
  far.play().then(
    () => become({ isBlocked: false }),
    () => become({ isBlocked: true }),
  );
}

async function speakFrom(id: string | null): Promise<void> {
  try {
    if (far !== null && 'setSinkId' in far) await far.setSinkId(id ?? '');
  } catch {
    // The loudspeaker of last time is gone: the machine's own is heard.
  }
}

const line = new Line(browser, {
  state: (now) => become({ line: now }),
  sound(track) {
    meters.far?.close();
    meters.far = track === null ? null : meterOf(track);
    far ??= new Audio();
    far.autoplay = true;
    far.srcObject = track === null ? null : new MediaStream([track]);
    void speakFrom(chosenDevices().loudspeaker);
    sound();
  },
  levels(levels) {
    for (const [leg, level] of Object.entries(levels)) told.set(leg, { level, at: performance.now() });
  },
  voice(track) {
    own = track;
    meters.own?.close();
    meters.own = track === null ? null : meterOf(track);
  },
});

async function measure(): Promise<void> {
  const now = await line.report();
  const quality = qualityOf(before, now);
  before = now;
  if (quality !== voice.quality) become({ quality });
}

function begin(): void {
  line.start();
  before = null;
  clearInterval(measuring);
  measuring = setInterval(() => void measure(), QUALITY_EVERY_MS);
}

/** Hold the browser's one line until told to let go, or until another window takes it. */
function hold(steal: boolean): void {
  if (!('locks' in navigator)) {
    begin();
    return;
  }
  const held = new Promise<void>((resolve) => (release = resolve));
  const ours = release;
  const take = () => {
    if (release !== ours) return Promise.resolve();
    begin();
    return held;
  };
  const lost = () => {
    if (release === ours) line.yieldTo();
  };
  const first = steal
    ? navigator.locks.request(LOCK, { steal }, take)
    : navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
        if (lock !== null) return take();
        line.yieldTo();
        // When the other window is closed this one has it.
        navigator.locks.request(LOCK, take).catch(lost);
        return undefined;
      });
  first.catch(lost);
}

export function openVoice(): void {
  if (release !== null || voice.line.link !== 'off') return;
  void setBell(chosenDevices().bell);
  addEventListener('online', hurryVoice);
  addEventListener('pointerdown', sound);
  addEventListener('keydown', sound);
  hold(false);
}

export function closeVoice(): void {
  removeEventListener('online', hurryVoice);
  removeEventListener('pointerdown', sound);
  removeEventListener('keydown', sound);
  clearInterval(measuring);
  const letGo = release;
  release = null;
  line.stop();
  letGo?.();
  become({ isMuted: false, quality: 'unknown', isBlocked: false });
}

/** Speak in this window from now on. */
export function takeVoiceHere(): void {
  release?.();
  hold(true);
}

export function hurryVoice(): void {
  line.hurry();
}

/** The microphone as it is used now. */
export function ownTrack(): MediaStreamTrack | null {
  return own;
}

/** Answer what rings on this line. */
export function takeVoiceCall(): void {
  line.take();
}

/** Have the browser ask for the microphone; to be called from a key or a touch. */
export function askMicrophone(): void {
  void line.askMicrophone();
}

export function muteVoice(isMuted: boolean): void {
  line.mute(isMuted);
  become({ isMuted });
}

/** Use another device from now on; kept for this browser. */
export function switchDevice(use: DeviceUse, id: string | null): void {
  chooseDevice(use, id);
  if (use === 'microphone') askMicrophone();
  else if (use === 'loudspeaker') void speakFrom(id);
  else void setBell(id);
}

export function useVoice(): Voice {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => voice,
  );
}
