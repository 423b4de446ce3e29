/** Microphone, loudspeaker and bell of this browser: which there are, which were chosen, and why one does not open. */
import type { Microphone } from './lineState.ts';
import type { Opened } from './line.ts';

/** `bell`: what rings may come from another loudspeaker than the voices. Null: the machine's own choice. */
export interface Chosen {
  readonly microphone: string | null;
  readonly loudspeaker: string | null;
  readonly bell: string | null;
}

export type DeviceUse = keyof Chosen;

export interface Device {
  readonly id: string;
  /** Empty until the microphone was allowed. */
  readonly name: string;
}

const STORED = 'yyl.voice.devices';
const NONE: Chosen = { microphone: null, loudspeaker: null, bell: null };

export function chosenDevices(): Chosen {
  try {
    return { ...NONE, ...(JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Chosen>) };
  } catch {
    return NONE;
  }
}

export function chooseDevice(use: DeviceUse, id: string | null): Chosen {
  const next = { ...chosenDevices(), [use]: id };
  localStorage.setItem(STORED, JSON.stringify(next));
  return next;
}

/** Whether this browser can send sound to a loudspeaker of choice. */
export function canChooseLoudspeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

/** The browser's own "default" and "communications" stand for devices that are listed as well. */
function isReal(one: MediaDeviceInfo): boolean {
  return one.deviceId !== '' && one.deviceId !== 'default' && one.deviceId !== 'communications';
}

export async function listDevices(use: DeviceUse): Promise<readonly Device[]> {
  if (!isMediaOffered()) return [];
  const kind = use === 'microphone' ? 'audioinput' : 'audiooutput';
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((one) => one.kind === kind && isReal(one)).map((one) => ({ id: one.deviceId, name: one.label }));
}

export function onDevices(listener: () => void): () => void {
  if (!isMediaOffered()) return () => undefined;
  navigator.mediaDevices.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
}

/** Pages that came without TLS from another machine have no such thing, whatever the type says. */
function isMediaOffered(): boolean {
  return (navigator.mediaDevices as MediaDevices | undefined) !== undefined;
}

/** Why it did not open, by the name of the browser's error. */
export function microphoneOf(error: unknown): Microphone {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  // Another program holds it, or the machine would not start it.
  if (name === 'NotReadableError' || name === 'AbortError') return 'taken';
  return 'absent';
}

/** A call's own wishes: an echo or a hiss costs words. A test with tones asks for the sound as it is. */
const TREATED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

function constraintsFor(id: string | null): MediaTrackConstraints {
  const isPlain = sessionStorage.getItem('yyl.voice.plain') === '1';
  const treated = isPlain ? { echoCancellation: false, noiseSuppression: false, autoGainControl: false } : TREATED;
  return id === null ? treated : { ...treated, deviceId: { exact: id } };
}

/** Whether the browser would ask the person before it opens one; browsers that do not tell are taken to. */
async function wouldAsk(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'prompt';
  } catch {
    return true;
  }
}

/**
 * Open the chosen microphone; one that is gone does not leave the seat speechless. The browser's own question comes
 * only when the person asked for it: before, nobody would know what it is for.
 */
export async function openMicrophone(isAsked: boolean): Promise<Opened> {
  if (!isMediaOffered()) return { is: 'insecure', track: null };
  if (!isAsked && (await wouldAsk())) return { is: 'unasked', track: null };
  const id = chosenDevices().microphone;
  for (const one of id === null ? [null] : [id, null]) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: constraintsFor(one) });
      return { is: 'open', track: stream.getAudioTracks()[0] ?? null };
    } catch (error) {
      const is = microphoneOf(error);
      if (is === 'refused' || one === null) return { is, track: null };
    }
  }
  return { is: 'absent', track: null };
}
