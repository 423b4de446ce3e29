/** What the hall says to a question, asked when the question has stood for a while: a pause in typing. */
import { useEffect, useState } from 'react';

/** `ask` must stay the same function as long as the question does; null: nothing is asked or shown. */
export function usePaused<T>(ask: (() => Promise<T>) | null, ms: number, none: T): T {
  const [found, setFound] = useState(none);
  useEffect(() => {
    if (ask === null) return undefined;
    let isOld = false;
    const timer = setTimeout(() => {
      ask().then(
        (answer) => isOld || setFound(() => answer),
        // What was known stays; the bar says when the line is gone.
        () => undefined,
      );
    }, ms);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [ask, ms]);
  return ask === null ? none : found;
}
