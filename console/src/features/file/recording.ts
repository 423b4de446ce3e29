/** A recording's shape on the screen: times, waveform, marks. Pure. */
import type { Schema } from '../../source/contract.ts';

export type Recording = Schema<'RecordingView'>;
export type Lane = Recording['lanes'][number];

export interface Mark {
  readonly id: string;
  /** Seconds from the recording's start. */
  readonly s: number;
  readonly at: string;
  readonly text: string;
}

/** 0:09, 2:10, 1:05:00 */
export function positionText(s: number): string {
  const total = Math.max(0, Math.floor(s));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** Loudness 0..1 of each step. */
export function peaksOf(hex: string): readonly number[] {
  const peaks: number[] = [];
  for (let at = 0; at + 1 < hex.length; at += 2) peaks.push(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return peaks;
}

/** The waveform as one closed line, mirrored about the middle of a box `peaks.length` wide and 100 high. */
export function waveOf(peaks: readonly number[]): string {
  const half = (peak: number) => Math.max(0.5, Math.sqrt(peak) * 48);
  const above = peaks.map((peak, x) => `${x} ${(50 - half(peak)).toFixed(1)}`);
  const below = peaks.map((peak, x) => `${x} ${(50 + half(peak)).toFixed(1)}`).reverse();
  return peaks.length === 0 ? '' : `M${above.join('L')}L${below.join('L')}Z`;
}

/** Where a moment lies in a recording, in seconds; null when it does not. */
export function secondIn(recording: Pick<Recording, 'started_at' | 'seconds'>, at: string): number | null {
  const s = (Date.parse(at) - Date.parse(recording.started_at)) / 1000;
  return s >= 0 && s <= recording.seconds ? s : null;
}

/** The recording in which a moment can be heard. */
export function recordingAt(recordings: readonly Recording[], at: string): Recording | undefined {
  return recordings.find((one) => one.mime !== null && one.erased_at === null && secondIn(one, at) !== null);
}

/** Marks too close to be told apart become one that says all of it; `share` of the whole width. */
export function together(marks: readonly Mark[], seconds: number, share = 0.015): readonly Mark[] {
  const found: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.s - b.s)) {
    const last = found.at(-1);
    if (last !== undefined && mark.s - last.s < share * seconds) found[found.length - 1] = { ...last, text: `${last.text}\n${mark.text}` };
    else found.push(mark);
  }
  return found;
}
