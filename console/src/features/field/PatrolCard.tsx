/** 巡逻: what the crew patrols, the next point, and its proof; an order puts it aside, its end brings it back. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { clockOf, distanceText } from '../../ui/time.ts';
import { dropPhoto, photosFor } from '../../ui/photoShelf.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { progressOf, RUNNING, type Progress } from '../patrol/progress.ts';
import { PatrolHazard } from './PatrolHazard.tsx';
import { PatrolPoint, visitName } from './PatrolPoint.tsx';
import { groupOf, usePatrolOutbox, type PatrolOutbox } from './usePatrolOutbox.ts';
import { usePhonePosition } from './usePhonePosition.ts';

const PatrolMap = lazy(() => import('./PatrolMap.tsx'));
const TICK_MS = 1_000;

/** Drawn again every second: stays are counted down. */
function useTick(isOn: boolean): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => setTick(hallNow()), TICK_MS);
    return () => clearInterval(timer);
  }, [isOn]);
}

export function PatrolCard({ crewId, isBusy }: { crewId: string | null; isBusy: boolean }) {
  const { t } = useTongue();
  const patrols = useList('patrol');
  const points = useList('patrol_point');
  const outbox = usePatrolOutbox();
  const own = patrols
    .filter((one) => one.crew_id === crewId && RUNNING.has(one.state))
    .sort((a, b) => Number(a.state === 'planned') - Number(b.state === 'planned') || Date.parse(a.due_at) - Date.parse(b.due_at));
  return (
    <>
      {outbox.waiting.length > 0 && (
        <p className="hint warn" role="status">
          {t('patrol.waiting', { n: outbox.waiting.length })}
        </p>
      )}
      {outbox.trouble !== null && <Trouble sentence={outbox.trouble} onClose={outbox.dismiss} />}
      {own.map((one, index) => (
        <OnePatrol key={one.id} progress={progressOf(one, points)} isFirst={index === 0} isBusy={isBusy} outbox={outbox} />
      ))}
    </>
  );
}

async function forget(name: string): Promise<void> {
  localStorage.removeItem(name);
  for (const photo of await photosFor(name)) await dropPhoto(photo.id);
}

interface OneProps {
  readonly progress: Progress;
  readonly isFirst: boolean;
  /** The crew has an order: everything else is put aside. */
  readonly isBusy: boolean;
  readonly outbox: PatrolOutbox;
}

function OnePatrol({ progress, isFirst, isBusy, outbox }: OneProps) {
  const { t, term } = useTongue();
  const { patrol, points, done, proven, next } = progress;
  const [isMapOpen, setMapOpen] = useState(false);
  const [reason, setReason] = useState('');
  const hazards = useList('hazard').filter((one) => one.patrol_id === patrol.id).length;
  const isStarting = outbox.waiting.some((item) => item.step === 'patrol_start' && item.group === groupOf(patrol.id, null));
  const isOn = (patrol.state === 'under_way' || isStarting) && !isBusy;
  const position = usePhonePosition(!isBusy && isFirst && patrol.kind !== 'video');
  useTick(isOn);
  useEffect(() => {
    // The hall has these: nothing of them is needed on the phone any longer.
    for (const one of points) if (one.done_at !== null) void forget(visitName(one.id));
    // oxlint-disable-next-line react/exhaustive-deps
  }, [done]);
  return (
    <section className="card patrol-card" aria-label={t('patrol.card')}>
      <div className="row wrap">
        <h2 className="grow">{patrol.title}</h2>
        <span className={`tag ${patrol.state === 'interrupted' ? 'warn' : patrol.state === 'under_way' ? 'accent' : ''}`}>
          {term('patrol.state', patrol.state)}
        </span>
      </div>
      <p className="muted">
        {[
          term('patrol.kind', patrol.kind),
          t('patrol.done_of', { done, all: points.length, proven }),
          t('patrol.until', { at: clockOf(patrol.due_at) }),
          ...(patrol.length_m > 0 ? [distanceText(patrol.length_m)] : []),
        ].join(' · ')}
      </p>
      <progress value={done} max={Math.max(1, points.length)} aria-hidden="true" />
      {isBusy || patrol.state === 'interrupted' ? (
        patrol.state !== 'planned' && <p className="hint">{t('patrol.paused')}</p>
      ) : (
        <>
          <button type="button" className="btn small" aria-expanded={isMapOpen} onClick={() => setMapOpen(!isMapOpen)}>
            {isMapOpen ? t('report.map_close') : t('patrol.map')}
          </button>
          {isMapOpen && (
            <div className="phone-map">
              <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
                <PatrolMap progress={progress} />
              </Suspense>
            </div>
          )}
          {patrol.state === 'planned' && !isStarting && isFirst && (
            <button
              type="button"
              className="btn primary big block"
              onClick={() => void outbox.add(groupOf(patrol.id, null), 'patrol_start')}
            >
              {t('patrol.start')}
            </button>
          )}
          {isOn && next !== undefined && (
            <PatrolPoint key={next.id} point={next} kind={patrol.kind} outbox={outbox} position={position} />
          )}
          {isOn && (
            <>
              <PatrolHazard patrolId={patrol.id} point={next} position={position} outbox={outbox} sent={hazards} />
              <details>
                <summary>{t('patrol.end')}</summary>
                <label>
                  <span className="label">{t('patrol.end_why')}</span>
                  <input className="field" maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
                </label>
                <button type="button" className="btn block" onClick={() => void outbox.add(groupOf(patrol.id, null), 'patrol_end', { reason: reason.trim() })}>
                  {t('patrol.end')}
                </button>
              </details>
            </>
          )}
        </>
      )}
    </section>
  );
}
