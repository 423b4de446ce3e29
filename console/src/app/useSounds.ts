/** Sounds and notices for what waits until somebody answers it. */
import { useEffect, useRef } from 'react';
import { notice, play, type ToneName } from '../ui/tones.ts';
import { currentPrefs } from './prefs.ts';

export interface Heard {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

/** Sounds at once and again and again while something is unanswered; told as a notice once each. */
export function useSounds(heard: readonly Heard[], tone: ToneName, againMs: number): void {
  const known = useRef(new Set<string>());
  const ids = heard.map((one) => one.id).join();
  useEffect(() => {
    for (const one of heard) if (!known.current.has(one.id)) notice(one.title, one.body, one.id);
    known.current = new Set(heard.map((one) => one.id));
    if (heard.length === 0) return undefined;
    const sound = () => play(tone, currentPrefs().isMuted);
    sound();
    const timer = setInterval(sound, againMs);
    return () => clearInterval(timer);
    // `ids` says all that matters of `heard`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ids, tone, againMs]);
}
