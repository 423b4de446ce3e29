/** The one key of a headset: the media key, what the system makes of it, or the hook of a HID headset. */
import { useEffect, useEffectEvent } from 'react';
import { useKeys } from '../../ui/keys.ts';
import { onHook } from './hookKey.ts';

const ACTIONS: readonly string[] = ['play', 'pause', 'togglemicrophone'];

export function useHeadset(isOn: boolean, onPress: () => void): void {
  const press = useEffectEvent(onPress);
  useKeys({ MediaPlayPause: onPress }, isOn);
  useEffect(() => {
    if (!isOn) return undefined;
    const stop = onHook(press);
    if (!('mediaSession' in navigator)) return stop;
    const { mediaSession } = navigator;
    for (const action of ACTIONS) {
      try {
        mediaSession.setActionHandler(action as MediaSessionAction, press);
      } catch {
        // This browser knows no such key.
      }
    }
    return () => {
      stop();
      for (const action of ACTIONS) {
        try {
          mediaSession.setActionHandler(action as MediaSessionAction, null);
        } catch {
          // Nor did it before.
        }
      }
    };
  }, [isOn]);
}
