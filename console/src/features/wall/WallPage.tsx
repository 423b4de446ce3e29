/** One picture of now for the big screen. Nothing needs a hand; every number leads to what it counts. */
import '../../styles/table.css';
import './wall.css';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useNow } from '../../app/clock.ts';
import { useHasSnapshot } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useClasses } from '../../panels/classes.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { contactUrgency } from '../../panels/overdue.ts';
import type { IncidentState, Level } from '../../sync/kinds.ts';
import { ageText, clockOf } from '../../ui/time.ts';
import type { BoardRow } from '../board/rows.ts';
import { Areas } from './Areas.tsx';
import { Bar, useWallTheme } from './Bar.tsx';
import { Counted, type Counting } from './Counted.tsx';
import { Tile } from './Tile.tsx';
import { Urgent } from './Urgent.tsx';
import { useWall } from './useWall.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));
const STATES: readonly IncidentState[] = ['opened', 'dispatched', 'under_way', 'on_scene', 'handled'];
const LEVELS: readonly Level[] = [1, 2, 3, 4];

export default function WallPage() {
  const { t } = useTongue();
  useWallTheme();
  useOrganisations();
  useClasses();
  const hasSnapshot = useHasSnapshot();
  useEffect(() => {
    document.title = `${t('desk.wall')} · ${t('app.name')}`;
  }, [t]);
  return (
    <div className="wall">
      <Bar />
      {hasSnapshot ? (
        <Picture />
      ) : (
        <p className="empty" role="status">
          {t('common.first_picture')}
        </p>
      )}
    </div>
  );
}

function Picture() {
  const { t, term } = useTongue();
  const wall = useWall();
  const now = useNow();
  const [counting, setCounting] = useState<Counting | null>(null);
  const { figures, waiting, open, overdue, alarmed, crews } = wall;
  const all = figures?.incidents.find((one) => one.county_code === null);
  const response = figures?.responses.find((one) => one.county_code === null);
  const answering = figures?.answering ?? null;
  const since = figures?.since ?? '';
  const oldest = waiting[0];
  const oldestMs = oldest === undefined ? 0 : now - Date.parse(oldest.received_at);
  const seconds = (n: number | null | undefined) => (n == null ? t('wall.none') : ageText(n * 1000));
  const list = (title: string, rows: readonly BoardRow[]) => () => setCounting({ kind: 'incidents', title, rows });
  const today = (title: string, what: 'opened' | 'closed' | 'cancelled') => () => setCounting({ kind: 'today', title, since, what });
  const groups = useMemo(
    () => ({
      free: crews.filter((row) => row.group === 'free'),
      busy: crews.filter((row) => row.group === 'called' || row.group === 'way' || row.group === 'scene'),
      off: crews.filter((row) => row.group === 'off'),
    }),
    [crews],
  );

  return (
    <>
      <main className="wall-main">
        <section className="wall-tiles" aria-label={t('wall.title')}>
          {figures !== null && answering === null ? (
            <Tile label={t('wall.waiting')} value={t('wall.none')} sub={t('wall.not_yours')} />
          ) : (
            <>
              <Tile
                label={t('wall.waiting')}
                value={waiting.length}
                tone={waiting.length > 0 && contactUrgency(oldestMs) === 'overdue' ? 'danger' : undefined}
                sub={oldest === undefined ? t('wall.nobody_waits') : `${t('wall.oldest')} ${ageText(oldestMs)}`}
                onOpen={() => setCounting({ kind: 'contacts', title: t('wall.waiting'), rows: waiting })}
              />
              <Tile
                label={t('wall.answered', { s: figures?.answer_target_s ?? '…' })}
                value={answering === null || answering.received === 0 ? t('wall.none') : share(answering.in_time, answering.in_time + answering.late)}
                sub={answering !== null && t('wall.answered_of', { n: answering.received, answered: answering.answered })}
                onOpen={() => setCounting({ kind: 'late', title: t('wall.late', { n: answering?.late ?? 0 }) })}
              />
              <Tile label={t('wall.answer_median')} value={answering?.median_s == null ? t('wall.none') : `${seconds(answering.median_s)} / ${seconds(answering.p90_s)}`} />
            </>
          )}
          <Tile label={t('wall.open')} value={open.length} onOpen={list(t('wall.open'), open)} />
          <Tile
            label={t('wall.overdue')}
            value={overdue.length}
            tone={overdue.length > 0 ? 'danger' : undefined}
            sub={`${t('wall.alarmed')} ${alarmed.length}`}
            onOpen={list(t('wall.overdue'), overdue)}
          />
          <Tile
            label={t('wall.accept')}
            value={seconds(response?.accept_median_s)}
            sub={t('wall.from_order', { n: response?.ordered ?? 0 })}
            onOpen={() => setCounting({ kind: 'orders', title: t('wall.accept') })}
          />
          <Tile
            label={t('wall.arrive')}
            value={seconds(response?.arrive_median_s)}
            sub={t('wall.from_order', { n: response?.ordered ?? 0 })}
            onOpen={() => setCounting({ kind: 'orders', title: t('wall.arrive') })}
          />
        </section>
        <section className="wall-side panel" aria-label={t('wall.open')}>
          <h2>{t('wall.by_state')}</h2>
          <Counts>
            {STATES.map((state) => {
              const rows = open.filter((row) => row.incident.state === state);
              return <Count key={state} label={term('incident.state', state)} n={rows.length} onOpen={list(term('incident.state', state), rows)} />;
            })}
          </Counts>
          <h2>{t('wall.by_level')}</h2>
          <Counts>
            {LEVELS.map((level) => {
              const rows = open.filter((row) => row.incident.level === level);
              const name = term('level', String(level));
              return <Count key={level} label={name} tone={`level l${level}`} n={rows.length} onOpen={list(name, rows)} />;
            })}
          </Counts>
          <h2>{t('wall.since')}</h2>
          <Counts>
            <Count label={t('wall.today')} n={all?.opened} onOpen={today(t('wall.today'), 'opened')} />
            <Count label={t('wall.closed')} n={all?.closed} onOpen={today(t('wall.closed'), 'closed')} />
            <Count label={t('wall.cancelled')} n={all?.cancelled} onOpen={today(t('wall.cancelled'), 'cancelled')} />
          </Counts>
        </section>
        <section className="wall-map panel" aria-label={t('map.title')}>
          <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
            <MapView hall framed />
          </Suspense>
        </section>
        <section className="wall-right panel" aria-label={t('wall.crews')}>
          <h2>{t('wall.crews')}</h2>
          <Counts>
            {(['free', 'busy', 'off'] as const).map((group) => (
              <Count
                key={group}
                label={t(`wall.crew.${group}`)}
                n={groups[group].length}
                onOpen={() => setCounting({ kind: 'crews', title: t(`wall.crew.${group}`), rows: groups[group] })}
              />
            ))}
          </Counts>
          <h2>{t('wall.areas')}</h2>
          <Areas figures={figures} open={open} crews={crews} onOpen={(title, rows) => setCounting({ kind: 'incidents', title, rows })} />
          <p className="muted">{t('wall.areas_what')}</p>
          <h2>{t('wall.urgent')}</h2>
          <Urgent open={open} />
          <p className="muted num">{figures !== null && t('wall.as_of', { at: clockOf(figures.at) })}</p>
        </section>
      </main>
      {counting !== null && <Counted counting={counting} onClose={() => setCounting(null)} />}
    </>
  );
}

/** A share in whole per cent, never rounded up to all. */
function share(part: number, whole: number): string {
  if (whole === 0) return '—';
  return `${Math.floor((100 * part) / whole)} %`;
}

function Counts({ children }: { children: ReactNode }) {
  return <ul className="wall-counts">{children}</ul>;
}

function Count({ label, n, tone, onOpen }: { label: string; n: number | undefined; tone?: string; onOpen: () => void }) {
  return (
    <li>
      <button type="button" onClick={onOpen}>
        <span className={tone}>{label}</span>
        <strong className="num">{n ?? '…'}</strong>
      </button>
    </li>
  );
}
