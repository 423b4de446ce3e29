/** The door-plate that was scanned: its address goes into the report; a forged one is told, and the report goes on. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Report } from './useReport.ts';

export type PlateState = 'none' | 'asking' | 'genuine' | 'forged' | 'withdrawn' | 'unknown';

export function usePlate(code: string | null, report: Report): PlateState {
  const [state, setState] = useState<PlateState>(code === null ? 'none' : 'asking');
  const { change } = report;
  useEffect(() => {
    if (code === null) {
      // A report begun at a door and gone on with elsewhere is not from that door.
      change({ plate: null });
      return undefined;
    }
    let isOld = false;
    change({ plate: code });
    source.get('/api/public/doorplates', {}, { code: code.slice(0, 100) }).then(
      (view) => {
        if (isOld) return;
        setState(view.state);
        if (view.place_text !== null) change({ placeText: view.place_text });
      },
      () => {
        if (!isOld) setState('unknown');
      },
    );
    return () => {
      isOld = true;
    };
  }, [code, change]);
  return state;
}
