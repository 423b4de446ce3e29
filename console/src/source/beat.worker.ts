/** The seat's sign of life, from a worker: a hidden window's own timers are slowed down by the browser. */

const EVERY_MS = 5_000;
let timer: ReturnType<typeof setInterval> | undefined;

async function beat(): Promise<void> {
  try {
    await fetch('/api/intake/seat/heartbeat', { method: 'POST', signal: AbortSignal.timeout(EVERY_MS) });
  } catch {
    // The next one comes; whether the line stands is the feed's matter.
  }
}

self.onmessage = ({ data }: MessageEvent<boolean>) => {
  clearInterval(timer);
  if (!data) return;
  void beat();
  timer = setInterval(() => void beat(), EVERY_MS);
};
