/** A function that stays the same object and does what its latest version does: parts given it are not drawn again for it. */
import { useCallback, useLayoutEffect, useRef } from 'react';

export function useSteady<Args extends readonly unknown[]>(call: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
