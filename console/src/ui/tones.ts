/** A tone for each kind of event, made by the machine itself. The ringing tone and the panic call pass the mute. */

export type ToneName = 'ring' | 'answer' | 'incoming' | 'desk' | 'alarm' | 'panic' | 'order' | 'returned' | 'lost' | 'done';

/** Frequency in hertz (0: silence) and length in milliseconds. */
type Note = readonly [hz: number, ms: number];

const TONES: Readonly<Record<ToneName, readonly Note[]>> = {
  ring: [
    [880, 180],
    [1108, 180],
    [880, 180],
    [1108, 180],
  ],
  answer: [[1318, 90]],
  incoming: [
    [660, 120],
    [990, 160],
  ],
  desk: [
    [740, 200],
    [0, 80],
    [740, 200],
    [0, 80],
    [740, 200],
  ],
  alarm: [
    [960, 260],
    [640, 260],
    [960, 260],
    [640, 260],
  ],
  panic: [
    [1200, 120],
    [800, 120],
    [1200, 120],
    [800, 120],
    [1200, 120],
    [800, 120],
  ],
  order: [
    [784, 150],
    [988, 150],
    [1175, 260],
  ],
  returned: [
    [587, 160],
    [440, 260],
  ],
  lost: [
    [392, 220],
    [294, 320],
  ],
  done: [[1046, 110]],
};

let context: AudioContext | null = null;
/** What rings may come from a loudspeaker of its own, so that it is heard while the headset lies on the desk. */
let bell: (AudioContext & Partial<Bell>) | null = null;

interface Bell {
  setSinkId(id: string): Promise<void>;
}

/** Ring from this loudspeaker; null, or one that is gone: from where all sounds come. */
export async function setBell(id: string | null): Promise<boolean> {
  void bell?.close();
  bell = null;
  if (id === null || typeof AudioContext === 'undefined' || !('setSinkId' in AudioContext.prototype)) return id === null;
  const one: AudioContext & Partial<Bell> = new AudioContext();
  try {
    await one.setSinkId?.(id);
    bell = one;
    return true;
  } catch {
    void one.close();
    return false;
  }
}

/** Whether the browser lets us sound yet: it waits for the person's first touch. */
export function canSound(): boolean {
  return context?.state === 'running';
}

/** To be called from a touch or a key. */
export function wakeSound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  if (bell?.state === 'suspended') void bell.resume();
}

/** What is heard whoever is muted: somebody waits at this seat, somebody is in danger. */
export function passesMute(name: ToneName): boolean {
  return name === 'ring' || name === 'panic';
}

/** Play a tone once. */
export function play(name: ToneName, isMuted: boolean): void {
  const from = name === 'ring' && bell?.state === 'running' ? bell : context;
  if (from?.state !== 'running' || (isMuted && !passesMute(name))) return;
  const isSharp = name === 'alarm' || name === 'panic';
  const loudness = isSharp ? 0.12 : 0.25;
  const gain = from.createGain();
  gain.connect(from.destination);
  let at = from.currentTime + 0.02;
  for (const [hz, ms] of TONES[name]) {
    const end = at + ms / 1000;
    if (hz > 0) {
      const oscillator = from.createOscillator();
      oscillator.type = isSharp ? 'square' : 'sine';
      oscillator.frequency.value = hz;
      oscillator.connect(gain);
      oscillator.start(at);
      oscillator.stop(end);
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(loudness, at + 0.01);
      gain.gain.setValueAtTime(loudness, end - 0.02);
      gain.gain.linearRampToValueAtTime(0, end);
    }
    at = end;
  }
}

/** A notice of the system, for when the window is hidden. */
export function notice(title: string, body: string, tag: string): void {
  // Asking for the permission is a call to another process: only when it matters.
  // oxlint-disable-next-line typescript/prefer-optional-chain -- a browser may not know the name at all
  if (!document.hidden || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  new Notification(title, { body, tag, icon: '/icon-192.png' });
}
