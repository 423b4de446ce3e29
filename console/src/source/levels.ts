/** How loud a sound is, ten times a second, for meters and for a test that listens. */

export interface Meter {
  /** 0 (nothing) to 1 (as loud as can be), by ear: linear in decibels from -60 to -6. */
  level(): number;
  /** How strong a frequency is, in decibels below the loudest possible. */
  strength(hz: number): number;
  close(): void;
}

const QUIETEST_DB = -60;
const LOUDEST_DB = -6;

/** A loudness in decibels on the meter's scale. */
export function levelOf(db: number): number {
  if (!Number.isFinite(db)) return 0;
  return Math.min(1, Math.max(0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)));
}

/** Root mean square of samples, in decibels of full scale. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0;
  for (const one of samples) sum += one ** 2;
  return samples.length === 0 ? -Infinity : 10 * Math.log10(sum / samples.length);
}

let context: AudioContext | null = null;

/** Measure a track; null where the browser cannot. */
export function meterOf(track: MediaStreamTrack): Meter | null {
  if (typeof AudioContext === 'undefined') return null;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  const { sampleRate } = context;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  analyser.smoothingTimeConstant = 0;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const bins = new Float32Array(analyser.frequencyBinCount);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(loudnessOf(samples));
    },
    strength(hz) {
      analyser.getFloatFrequencyData(bins);
      const at = Math.round((hz * analyser.fftSize) / sampleRate);
      return Math.max(...[at - 1, at, at + 1].map((bin) => bins[bin] ?? -Infinity));
    },
    close: () => source.disconnect(),
  };
}
