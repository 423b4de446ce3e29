/** One patrol in a list; opened it shows its points with their proof. */
import { hallNow } from '../../app/clock.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Photos } from '../../panels/Photos.tsx';
import type { Of, PatrolState } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { CrewSelect } from './CrewSelect.tsx';
import { isLate, RUNNING, type Progress } from './progress.ts';

const TONES: Readonly<Partial<Record<PatrolState, string>>> = {
  under_way: 'accent',
  interrupted: 'warn',
  finished: 'ok',
  partly: 'warn',
  lapsed: 'danger',
};

export interface PatrolLineProps {
  readonly progress: Progress;
  readonly now: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onTakeBack?: () => void;
}

export function PatrolLine({ progress, now, isOpen, onOpen, onTakeBack }: PatrolLineProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const { patrol, points, done, proven } = progress;
  const isLateNow = isLate(progress, now);
  return (
    <article className="duty-special patrol-line">
      <button type="button" className="patrol-head" aria-expanded={isOpen} onClick={onOpen}>
        <span className="row">
          <strong className="grow cut">{patrol.title}</strong>
          {patrol.is_extra && <span className="tag">{t('patrol.extra')}</span>}
          {isLateNow && <span className="tag danger">{t('patrol.late')}</span>}
          <span className={`tag ${TONES[patrol.state] ?? ''}`}>{term('patrol.state', patrol.state)}</span>
        </span>
        <span className="row muted num">
          <span className="grow cut">
            {patrol.call_sign ?? t('patrol.nobody')} · {t('patrol.done_of', { done, all: points.length, proven })}
          </span>
          {patrol.interruptions > 0 && <span>{t('patrol.interruptions', { n: patrol.interruptions })}</span>}
          <span>{t('patrol.until', { at: clockOf(patrol.due_at) })}</span>
        </span>
        <progress value={done} max={Math.max(1, points.length)} aria-hidden="true" />
      </button>
      {isOpen && (
        <ol className="patrol-list">
          {points.map((one) => (
            <PointLine key={one.id} point={one} patrol={patrol} />
          ))}
        </ol>
      )}
      {isOpen && onTakeBack !== undefined && RUNNING.has(patrol.state) && (
        <div className="row">
          {patrol.state === 'planned' && (
            <CrewSelect
              orgCode={patrol.org_code}
              label={t('patrol.give_of', { title: patrol.title })}
              placeholder={t('patrol.give')}
              onChoose={(crew) =>
                void action.run(async (send) => {
                  await send({ path: '/api/field/patrols/{patrol_id}/give', values: { patrol_id: patrol.id }, body: { crew_id: crew } });
                })
              }
            />
          )}
          <button type="button" className="btn small quiet" onClick={onTakeBack}>
            {t('patrol.take_back')}
          </button>
        </div>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </article>
  );
}

function PointLine({ point, patrol }: { point: Of<'patrol_point'>; patrol: Of<'patrol'> }) {
  const { t, term } = useTongue();
  const action = useAction();
  const wrong = point.results.filter((one) => !one.is_ok).map((one) => one.check);
  const proof = point.arrived_by === null ? '' : term('patrol.proof', point.arrived_by);
  const words = [
    point.done_at !== null
      ? t('patrol.point_done', { at: clockOf(point.done_at), proof })
      : point.arrived_at !== null
        ? t('patrol.point_there', { at: clockOf(point.arrived_at), proof })
        : t(RUNNING.has(patrol.state) ? 'patrol.point_open' : 'patrol.point_missed'),
    point.distance_m !== null ? t('patrol.metres_off', { n: Math.round(point.distance_m) }) : '',
    point.left_early > 0 ? t('patrol.left_early', { n: point.left_early }) : '',
    point.reason,
    point.note,
  ];
  const look = () =>
    void action.run(async (send) => {
      const body = {
        step: 'done' as const,
        at: new Date(hallNow()).toISOString(),
        results: point.checks.map((check) => ({ check, is_ok: true })),
        note: '',
        reason: '',
        photos: [],
      };
      const values = { patrol_id: patrol.id, point_number: String(point.number) };
      await send({ path: '/api/field/patrols/{patrol_id}/points/{point_number}/visit', values, body });
    });
  const isMissed = point.done_at === null && !RUNNING.has(patrol.state);
  return (
    <li className={point.done_at !== null ? 'done' : isMissed ? 'missed' : ''}>
      <span>
        {point.number} {point.title}
      </span>{' '}
      <span className="muted num">{words.filter((one) => one !== '').join(' · ')}</span>
      {wrong.length > 0 && <span className="tag warn">{t('patrol.check_wrong', { what: wrong.join('、') })}</span>}
      {patrol.kind === 'video' && point.done_at === null && RUNNING.has(patrol.state) && (
        <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={look}>
          {t('patrol.looked')}
        </button>
      )}
      <Photos ids={point.media} label={`${point.number} ${point.title}`} />
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </li>
  );
}
