/** A level that moves with the sound, drawn outside of React: ten times a second, and twice for those who want calm. */
import { useEffect, useRef } from 'react';
import { levelNow } from '../../app/voice.ts';

const EVERY_MS = 100;
const CALM_MS = 500;
/** From here on there is something to be heard. */
const AUDIBLE = 0.12;

/** of: own words, what is heard, or the leg of one party. */
export function Level({ of, label }: { of: string; label: string }) {
  const bar = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let shown = 0;
    const timer = setInterval(() => {
      const element = bar.current;
      if (element === null) return;
      const now = levelNow(of);
      // Quick to rise, slow to fall, as meters are read.
      shown = Math.max(now, isCalm ? 0 : shown - 0.08);
      element.style.setProperty('--level', String(shown));
      element.dataset['audible'] = String(shown > AUDIBLE);
    }, isCalm ? CALM_MS : EVERY_MS);
    return () => clearInterval(timer);
  }, [of]);
  return (
    <span ref={bar} className="voice-level" role="img" aria-label={label} title={label}>
      <span />
    </span>
  );
}
