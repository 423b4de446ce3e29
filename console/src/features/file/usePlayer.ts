/** One sound element: playing, where it is, how fast. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

const LOOK_MS = 100;

export interface Player {
  readonly ref: RefObject<HTMLAudioElement | null>;
  readonly isPlaying: boolean;
  readonly isBroken: boolean;
  readonly position: number;
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  readonly toggle: () => void;
  readonly seek: (s: number) => void;
}

/** `src` null: nothing may be played yet; a seek is remembered until it may. */
export function usePlayer(src: string | null, seconds: number): Player {
  const ref = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [position, setPosition] = useState(0);
  const [speed, setSpeedState] = useState(1);

  useEffect(() => {
    const audio = ref.current;
    if (audio === null || src === null) return;
    const look = () => {
      setPosition(audio.currentTime);
      setPlaying(!audio.paused);
    };
    const fail = () => {
      setBroken(true);
      setPlaying(false);
    };
    const fine = () => setBroken(false);
    const timer = setInterval(() => !audio.paused && look(), LOOK_MS);
    const heard = ['play', 'pause', 'seeked', 'ended'] as const;
    for (const name of heard) audio.addEventListener(name, look);
    audio.addEventListener('error', fail);
    audio.addEventListener('loadedmetadata', fine);
    return () => {
      clearInterval(timer);
      for (const name of heard) audio.removeEventListener(name, look);
      audio.removeEventListener('error', fail);
      audio.removeEventListener('loadedmetadata', fine);
    };
  }, [src]);

  const seek = useCallback(
    (s: number) => {
      const to = Math.min(seconds, Math.max(0, s));
      setPosition(to);
      if (ref.current !== null) ref.current.currentTime = to;
    },
    [seconds],
  );
  const toggle = useCallback(() => {
    const audio = ref.current;
    if (audio === null) return;
    if (!audio.paused) {
      audio.pause();
      return;
    }
    if (audio.error !== null) audio.load();
    audio.play().catch(() => setPlaying(false));
  }, []);
  const setSpeed = useCallback((to: number) => {
    setSpeedState(to);
    if (ref.current !== null) ref.current.playbackRate = to;
  }, []);
  return { ref, isPlaying, isBroken, position, speed, setSpeed, toggle, seek };
}
