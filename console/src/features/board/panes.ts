/** Parts of the board in windows of their own: they follow the same chosen incident and remember their place. */
import { useEffect, useEffectEvent } from 'react';

export type Pane = 'map' | 'lists' | 'crews';
export const PANES: readonly Pane[] = ['map', 'lists', 'crews'];

/** What one window tells the others; left out: it stays. */
export interface Choice {
  readonly incident?: string | null;
  readonly crew?: string | null;
}

const CHANNEL = 'yyl.board';
const PLACE = 'yyl.board.pane.';
const REMEMBER_MS = 2_000;

let channel: BroadcastChannel | null = null;
function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === 'undefined') return null;
  channel ??= new BroadcastChannel(CHANNEL);
  return channel;
}

/** Let the board's other windows choose the same. */
export function tellPanes(choice: Choice): void {
  open()?.postMessage(choice);
}

/** Hear what was chosen in another window. */
export function useOtherPanes(onChoice: (choice: Choice) => void): void {
  const hear = useEffectEvent(onChoice);
  useEffect(() => {
    const line = open();
    if (line === null) return undefined;
    const listener = ({ data }: MessageEvent<Choice>) => hear(data);
    line.addEventListener('message', listener);
    return () => line.removeEventListener('message', listener);
  }, []);
}

export function paneOf(search: string): Pane | null {
  const wanted = new URLSearchParams(search).get('pane');
  return PANES.find((pane) => pane === wanted) ?? null;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The features of `window.open` for a remembered place; a fair size when there is none. Pure. */
export function featuresOf(stored: string | null): string {
  let place: Partial<Place> = {};
  try {
    place = (JSON.parse(stored ?? '{}') ?? {}) as Partial<Place>;
  } catch {
    // What cannot be read is as good as nothing.
  }
  const { left, top, width = 1100, height = 800 } = place;
  const at = left === undefined || top === undefined ? '' : `,left=${left},top=${top}`;
  return `popup=yes,width=${Math.max(320, width)},height=${Math.max(240, height)}${at}`;
}

/** Open a part in a window of its own; one that is open already comes to the front. */
export function detach(pane: Pane, incident: string | null): void {
  const words = new URLSearchParams({ pane, ...(incident !== null && { incident }) });
  window.open(`/board?${words}`, `yyl-board-${pane}`, featuresOf(localStorage.getItem(PLACE + pane)))?.focus();
}

/** In a window of its own: remember where it stands, for the next time. */
export function useRememberPlace(pane: Pane | null): void {
  useEffect(() => {
    if (pane === null || window.opener === null) return undefined;
    const remember = () => {
      const place: Place = { left: screenX, top: screenY, width: innerWidth, height: innerHeight };
      localStorage.setItem(PLACE + pane, JSON.stringify(place));
    };
    const timer = setInterval(remember, REMEMBER_MS);
    addEventListener('pagehide', remember);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', remember);
    };
  }, [pane]);
}
