/** How much voice the hall has now: asked at once, now and then, and when the line to the hall is back. */
import { useEffect, useState } from 'react';
import type { Schema } from '../source/contract.ts';
import { source, useLink } from './hall.ts';

const EVERY_MS = 30_000;

export type VoiceNow = Schema<'VoiceNow'>;

/** null: not known yet. */
export function useVoiceLevel(): VoiceNow | null {
  const [now, setNow] = useState<VoiceNow | null>(null);
  const link = useLink();
  useEffect(() => {
    let isGone = false;
    const ask = () => {
      source.get('/api/telephony/level').then(
        (found) => isGone || setNow(found),
        // The line's own badge says when nothing can be asked.
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [link]);
  return now;
}
