/** The point at hand: being there, looking at things, a photo. What was filled in stays until the hall has it. */
import { useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { useTongue } from '../../i18n/index.ts';
import { distanceM } from '../../map/datum.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { PhotoInput, usePhotoPile } from '../../ui/PhotoInput.tsx';
import { photosFor } from '../../ui/photoShelf.ts';
import { handoversTo } from './navigation.ts';
import { groupOf, type PatrolOutbox } from './usePatrolOutbox.ts';
import type { PhonePosition } from './usePhonePosition.ts';

interface VisitDraft {
  readonly results: Readonly<Record<string, boolean>>;
  readonly note: string;
  readonly reason: string;
}

const FRESH: VisitDraft = { results: {}, note: '', reason: '' };
const FORGIVEN_M = 30;

/** Under which name what is filled in at a point is kept on this phone, words and photos. */
export function visitName(pointId: string): string {
  return `yyl.patrol-visit.${pointId}`;
}

function readDraft(name: string): VisitDraft {
  try {
    return { ...FRESH, ...(JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<VisitDraft>) };
  } catch {
    return FRESH;
  }
}

export interface PatrolPointProps {
  readonly point: Of<'patrol_point'>;
  readonly kind: Of<'patrol'>['kind'];
  readonly outbox: PatrolOutbox;
  readonly position: PhonePosition | null;
}

export function PatrolPoint({ point, kind, outbox, position }: PatrolPointProps) {
  const { t, term } = useTongue();
  const name = visitName(point.id);
  const [draft, setDraft] = useState(() => readDraft(name));
  const pile = usePhotoPile(name);
  const isThere = point.arrived_at !== null;
  const metres = position === null ? null : distanceM(point, position);
  const isNear = position !== null && distanceM(point, position) <= point.radius_m + Math.min(position.accuracyM, FORGIVEN_M);
  const isProven = isThere || isNear || kind === 'video';
  const isAnswered = point.checks.every((check) => check in draft.results);
  const isWaiting = outbox.waiting.some((item) => item.group === groupOf(point.patrol_id, point.number));
  const left = point.arrived_at !== null ? point.stay_s - (hallNow() - Date.parse(point.arrived_at)) / 1000 : point.stay_s;
  const hasReason = draft.reason.trim().length >= 2;
  const wantsReason = !isProven || (isThere && left > 0);

  function change(part: Partial<VisitDraft>): void {
    const next = { ...draft, ...part };
    setDraft(next);
    localStorage.setItem(name, JSON.stringify(next));
  }
  async function send(step: 'arrive' | 'done'): Promise<void> {
    const blobs = step === 'done' ? (await photosFor(name)).map((photo) => photo.blob) : [];
    const body = {
      step,
      at: new Date(hallNow()).toISOString(),
      position: position === null ? null : { lon: position.lon, lat: position.lat, datum: 'WGS84' },
      accuracy_m: position?.accuracyM ?? null,
      results: step === 'done' ? point.checks.map((check) => ({ check, is_ok: draft.results[check] === true })) : [],
      note: draft.note.trim(),
      reason: draft.reason.trim(),
    };
    await outbox.add(groupOf(point.patrol_id, point.number), 'patrol_visit', body, blobs);
  }

  return (
    <section className="patrol-point" aria-label={point.title}>
      <p className="muted">{t('patrol.next')}</p>
      <p className="order-place">
        {point.number} {point.title}
      </p>
      <p className="muted num">
        {point.arrived_at !== null
          ? t('patrol.point_there', { at: clockOf(point.arrived_at), proof: term('patrol.proof', point.arrived_by) })
          : metres !== null && t('patrol.metres_off', { n: Math.round(metres) })}
      </p>
      {!isThere && kind !== 'video' && (
        <div className="chips">
          {handoversTo(point, point.title).map(({ app, href }) => (
            <a key={app} className="btn small" href={href} {...(app === 'amap' && { target: '_blank', rel: 'noreferrer' })}>
              {term('nav', app)}
            </a>
          ))}
        </div>
      )}
      {point.checks.map((check) => (
        <div key={check} className="row patrol-check" role="radiogroup" aria-label={check}>
          <span className="grow">{check}</span>
          {([true, false] as const).map((isOk) => (
            <label key={String(isOk)} className={draft.results[check] === isOk ? (isOk ? 'on' : 'on wrong') : ''}>
              <input
                type="radio"
                name={`${point.id}-${check}`}
                checked={draft.results[check] === isOk}
                onChange={() => change({ results: { ...draft.results, [check]: isOk } })}
              />
              {t(isOk ? 'patrol.ok' : 'patrol.wrong')}
            </label>
          ))}
        </div>
      ))}
      {point.stay_s > 0 && left > 0 && <p className="hint">{t(point.checks.length > 0 ? 'patrol.stay_checks' : 'patrol.stay_left', { n: Math.ceil(left) })}</p>}
      <label>
        <span className="label">{t('patrol.note')}</span>
        <input className="field" maxLength={1000} value={draft.note} onChange={(event) => change({ note: event.target.value })} />
      </label>
      <PhotoInput pile={pile} label={t('patrol.photo')} />
      {wantsReason && (
        <label>
          {!isProven && (
            <p className="hint warn">
              {metres === null
                ? t('patrol.why_none')
                : t('patrol.why_far', { n: Math.round(metres), radius: Math.round(point.radius_m) })}
            </p>
          )}
          <span className="label">{t('patrol.why')}</span>
          <input className="field" maxLength={300} value={draft.reason} onChange={(event) => change({ reason: event.target.value })} />
        </label>
      )}
      <div className="row">
        {!isThere && kind !== 'video' && (
          <button type="button" className="btn big grow" disabled={isWaiting || (!isProven && !hasReason)} onClick={() => void send('arrive')}>
            {t('patrol.here')}
          </button>
        )}
        <button
          type="button"
          className="btn primary big grow"
          disabled={isWaiting || !isAnswered || (wantsReason && !hasReason)}
          onClick={() => void send('done')}
        >
          {t('patrol.done')}
        </button>
      </div>
    </section>
  );
}
