/** What the board shows now: rows, sorted again every few seconds, and the one that is chosen. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { hallNow } from '../../app/clock.ts';
import { useList } from '../../app/hall.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import { useTongue } from '../../i18n/index.ts';
import { fits, isOpen, joinRows, sortRows, type BoardRow, type Filter } from './rows.ts';

const SORT_AGAIN_MS = 5_000;
const FILTER = 'yyl.board.filter';

export interface Board {
  readonly waiting: readonly BoardRow[];
  readonly running: readonly BoardRow[];
  readonly total: number;
  readonly chosen: BoardRow | null;
  readonly choose: (incidentId: string | null) => void;
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

function readFilter(): Filter {
  try {
    return { text: '', org: null, ...(JSON.parse(sessionStorage.getItem(FILTER) ?? '{}') as Partial<Filter>) };
  } catch {
    return { text: '', org: null };
  }
}

export function useBoard(): Board {
  const { lang } = useTongue();
  useClasses();
  const incidents = useList('incident');
  const orders = useList('order');
  const callouts = useList('callout');
  const [filter, put] = useState(readFilter);
  const [round, setRound] = useState(0);
  const search = useSearch();
  const [, go] = useLocation();
  const wanted = new URLSearchParams(search).get('incident');

  useEffect(() => {
    const timer = setInterval(() => setRound((n) => n + 1), SORT_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const setFilter = useCallback((next: Filter) => {
    sessionStorage.setItem(FILTER, JSON.stringify(next));
    put(next);
  }, []);
  const choose = useCallback(
    (id: string | null) => go(id === null ? '/board' : `/board?incident=${id}`, { replace: true }),
    [go],
  );

  const all = useMemo(() => joinRows(incidents, orders, callouts), [incidents, orders, callouts]);
  const rows = useMemo(() => all.filter(isOpen), [all]);
  const lists = useMemo(
    () => sortRows(rows.filter((row) => fits(row, filter, (code) => classNameOf(code, lang))), hallNow()),
    // Every round the clock has moved and what was calm may be overdue.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [rows, filter, lang, round],
  );
  // Whoever looks at an incident goes on seeing it when it closes; it only leaves the lists.
  const chosen = all.find((row) => row.incident.id === wanted) ?? null;
  return { ...lists, total: rows.length, chosen, choose, filter, setFilter };
}
