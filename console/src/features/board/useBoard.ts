/** What the board shows now: rows, sorted again every few seconds, and the one that is chosen. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { hallNow } from '../../app/clock.ts';
import { listOf, store, useMovedEvery } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { tellPanes, useOtherPanes } from './panes.ts';
import { fits, isFiltered, isOpen, joinRows, NO_FILTER, sortRows, urgencyOfRow, type BoardRow, type Filter } from './rows.ts';

const SORT_AGAIN_MS = 5_000;
/** Long lists are sorted and drawn so often at most. */
export const LISTS_MS = 250;
const BOARD_KINDS = ['incident', 'order', 'callout', 'overdue'] as const;
const FILTER = 'yyl.board.filter';

export interface Board {
  readonly waiting: readonly BoardRow[];
  readonly running: readonly BoardRow[];
  readonly total: number;
  /** How many of those the filter shows, being overdue apart, are overdue. */
  readonly overdue: number;
  readonly chosen: BoardRow | null;
  readonly choose: (incidentId: string | null) => void;
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  /** Whether the filter leaves out more than what is beyond the own area. */
  readonly isNarrow: boolean;
}

function readFilter(): Partial<Filter> {
  try {
    return JSON.parse(sessionStorage.getItem(FILTER) ?? '{}') as Partial<Filter>;
  } catch {
    return {};
  }
}

/** The own area of a county's or a station's desk; null for those above. */
function useOwnArea(): string | null {
  const me = useMe();
  const organisations = useOrganisations();
  const own = organisations.find((one) => one.code === me.org_code);
  return own?.kind === 'county' || own?.kind === 'station' ? own.code : null;
}

export function useBoard(): Board {
  const { lang } = useTongue();
  useClasses();
  const ownArea = useOwnArea();
  useMovedEvery(BOARD_KINDS, LISTS_MS);
  const incidents = listOf(store, 'incident');
  const orders = listOf(store, 'order');
  const callouts = listOf(store, 'callout');
  const raised = listOf(store, 'overdue');
  const [set, put] = useState(readFilter);
  const [round, setRound] = useState(0);
  const search = useSearch();
  const [, go] = useLocation();
  const wanted = new URLSearchParams(search).get('incident');
  const filter = useMemo<Filter>(() => ({ ...NO_FILTER, org: ownArea, ...set }), [ownArea, set]);

  useEffect(() => {
    const timer = setInterval(() => setRound((n) => n + 1), SORT_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const setFilter = useCallback((next: Filter) => {
    sessionStorage.setItem(FILTER, JSON.stringify(next));
    put(next);
  }, []);
  const show = useCallback(
    (id: string | null) => {
      const words = new URLSearchParams(location.search);
      if (id === null) words.delete('incident');
      else words.set('incident', id);
      const text = words.toString();
      go(text === '' ? '/board' : `/board?${text}`, { replace: true });
    },
    [go],
  );
  const choose = useCallback(
    (id: string | null) => {
      show(id);
      tellPanes({ incident: id });
    },
    [show],
  );
  useOtherPanes(({ incident }) => {
    if (incident !== undefined) show(incident);
  });

  const all = useMemo(() => joinRows(incidents, orders, callouts, raised), [incidents, orders, callouts, raised]);
  const lists = useMemo(
    () => {
      const now = hallNow();
      const rows = all.filter((row) => fits(row, filter, (code) => classNameOf(code, lang)));
      const overdue = rows.filter((row) => urgencyOfRow(row, now) === 'overdue');
      return { ...sortRows(filter.isOverdueOnly ? overdue : rows, now), overdue: overdue.length };
    },
    // Every round the clock has moved and what was calm may be overdue.
    // oxlint-disable-next-line react/exhaustive-deps
    [all, filter, lang, round],
  );
  const total = useMemo(() => all.filter(isOpen).length, [all]);
  // Whoever looks at an incident goes on seeing it when it closes; it only leaves the lists.
  const chosen = useMemo(() => all.find((row) => row.incident.id === wanted) ?? null, [all, wanted]);
  const isNarrow = isFiltered(filter) || filter.org !== ownArea;
  return { ...lists, total, chosen, choose, filter, setFilter, isNarrow };
}
