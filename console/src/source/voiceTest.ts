/** Trying a loudspeaker and a microphone: a tone, and one's own words played back. */

const TONE_HZ = 660;
const TONE_MS = 700;
export const RECORD_MS = 3_000;

interface WithSink {
  setSinkId?(id: string): Promise<void>;
}

/** A context that sounds from this loudspeaker; null: the machine's own choice. */
async function contextAt(loudspeaker: string | null): Promise<AudioContext> {
  const context: AudioContext & WithSink = new AudioContext();
  if (loudspeaker !== null) await context.setSinkId?.(loudspeaker);
  await context.resume();
  return context;
}

async function playOut(context: AudioContext, source: AudioScheduledSourceNode): Promise<void> {
  await new Promise((resolve) => {
    source.onended = resolve;
  });
  await context.close();
}

/** A tone from the loudspeaker that is used for voices. */
export async function playTone(loudspeaker: string | null): Promise<void> {
  const context = await contextAt(loudspeaker);
  const gain = context.createGain();
  gain.gain.value = 0.2;
  gain.connect(context.destination);
  const oscillator = context.createOscillator();
  oscillator.frequency.value = TONE_HZ;
  oscillator.connect(gain);
  oscillator.start();
  oscillator.stop(context.currentTime + TONE_MS / 1000);
  await playOut(context, oscillator);
}

/** Take three seconds from the microphone and play them: what others will hear, by the same devices. */
export async function hearOneself(track: MediaStreamTrack, loudspeaker: string | null, recorded: () => void): Promise<void> {
  const recorder = new MediaRecorder(new MediaStream([track.clone()]));
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start();
  setTimeout(() => recorder.stop(), RECORD_MS);
  await stopped;
  for (const one of recorder.stream.getTracks()) one.stop();
  recorded();
  const context = await contextAt(loudspeaker);
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(await new Blob(pieces).arrayBuffer());
  source.connect(context.destination);
  source.start();
  await playOut(context, source);
}
