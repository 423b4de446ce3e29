/** The wall's numbers: what is now from the feed, what was today from the hall's own rows, asked again when something moved. */
import { useEffect, useMemo, useState } from 'react';
import { hallNow, useNow } from '../../app/clock.ts';
import { onMoved, source, useLink, useList } from '../../app/hall.ts';
import { noteRefusal } from '../../app/session.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';
import { crewRows, isOpen, joinRows, urgencyOfRow, type BoardRow, type CrewRow } from '../board/rows.ts';

export type Figures = Schema<'WallFigures'>;

/** Not oftener than this, however much moves; and as often as this when nothing does. */
const PAUSE_MS = 2_000;
const AGAIN_MS = 30_000;

function useFigures(): Figures | null {
  const [figures, setFigures] = useState<Figures | null>(null);
  const link = useLink();
  useEffect(() => {
    const round = { isOver: false, isDue: false, timer: undefined as ReturnType<typeof setTimeout> | undefined };
    function ask(): void {
      round.isDue = false;
      source
        .get('/api/wall')
        .then((found) => !round.isOver && setFigures(found))
        // What stands there says until when it holds; the next round asks again.
        .catch(noteRefusal)
        .finally(() => {
          if (!round.isOver) round.timer = setTimeout(ask, round.isDue ? PAUSE_MS : AGAIN_MS);
        });
    }
    const stop = onMoved((moved) => {
      const isNews = moved.reference || ['contact', 'incident', 'order'].some((kind) => moved.kinds.has(kind));
      if (round.isDue || !isNews) return;
      round.isDue = true;
      clearTimeout(round.timer);
      round.timer = setTimeout(ask, PAUSE_MS);
    });
    ask();
    return () => {
      round.isOver = true;
      clearTimeout(round.timer);
      stop();
    };
  }, [link]);
  return figures;
}

export interface Wall {
  readonly figures: Figures | null;
  readonly waiting: readonly Of<'contact'>[];
  readonly open: readonly BoardRow[];
  readonly overdue: readonly BoardRow[];
  readonly alarmed: readonly BoardRow[];
  readonly crews: readonly CrewRow[];
}

export function useWall(): Wall {
  const figures = useFigures();
  const contacts = useList('contact');
  const incidents = useList('incident');
  const orders = useList('order');
  const callouts = useList('callout');
  const raised = useList('overdue');
  const crews = useList('crew');
  const second = Math.floor(useNow() / 5_000);
  const waiting = useMemo(
    () =>
      contacts
        .filter((one) => one.state === 'waiting' || one.state === 'offered')
        .sort((a, b) => Date.parse(a.received_at) - Date.parse(b.received_at)),
    [contacts],
  );
  const open = useMemo(
    () => joinRows(incidents, orders, callouts, raised).filter(isOpen),
    [incidents, orders, callouts, raised],
  );
  const overdue = useMemo(
    () => open.filter((row) => urgencyOfRow(row, hallNow()) === 'overdue'),
    // Every few seconds the clock has moved and what was calm may be overdue.
    // oxlint-disable-next-line react/exhaustive-deps
    [open, second],
  );
  const alarmed = useMemo(() => open.filter((row) => row.callout?.state === 'alarmed'), [open]);
  const rows = useMemo(() => crewRows(crews, orders), [crews, orders]);
  return { figures, waiting, open, overdue, alarmed, crews: rows };
}
