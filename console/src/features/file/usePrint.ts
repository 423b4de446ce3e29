/** Printing the file: written down at the hall before the sheet is made, also when the browser's own key is used. */
import { useCallback, useEffect, useRef } from 'react';
import { useAction, type Action } from '../../app/useAction.ts';

export function usePrint(id: string): { readonly action: Action; readonly print: () => void } {
  const action = useAction();
  const { run } = action;
  const isWritten = useRef(false);

  const write = useCallback(
    () =>
      run(async (send) => {
        await send({ path: '/api/incidents/{incident_id}/print', values: { incident_id: id } });
      }),
    [run, id],
  );
  useEffect(() => {
    const noted = () => {
      if (!isWritten.current) void write();
      isWritten.current = false;
    };
    addEventListener('beforeprint', noted);
    return () => removeEventListener('beforeprint', noted);
  }, [write]);

  const print = useCallback(() => {
    void write().then((isDone) => {
      if (!isDone) return;
      isWritten.current = true;
      window.print();
    });
  }, [write]);
  return { action, print };
}
