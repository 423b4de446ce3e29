/** Patrols on the board: those that run and are late, one line each; chosen, the crew and its way are on the map. */
import '../patrol/patrol.css';
import { useTongue } from '../../i18n/index.ts';
import { clockOf } from '../../ui/time.ts';
import { isLate, RUNNING } from '../patrol/progress.ts';
import { usePatrols } from '../patrol/usePatrols.ts';

export function BoardPatrols({ onShow }: { onShow: (crewId: string) => void }) {
  const { t, term } = useTongue();
  const { all, now } = usePatrols();
  const running = all.filter((one) => RUNNING.has(one.patrol.state));
  const late = running.filter((one) => isLate(one, now)).length;
  if (running.length === 0) return null;
  return (
    <details className="panel relocations" aria-label={t('patrol.board')}>
      <summary className="row board-patrols">
        <span className="grow">{t('patrol.board')}</span>
        {late > 0 && (
          <span className="tag danger num">
            {t('patrol.late')} {late}
          </span>
        )}
        <span className="muted num">{running.length}</span>
      </summary>
      <ul>
        {running.map((one) => (
          <li key={one.patrol.id} className="relocation">
            <div className="row">
              <button type="button" className="link cut" disabled={one.patrol.crew_id === null} onClick={() => onShow(one.patrol.crew_id ?? '')}>
                {one.patrol.call_sign ?? t('patrol.nobody')}
              </button>
              <span className="grow cut">{one.patrol.title}</span>
              {isLate(one, now) && <span className="tag danger">{t('patrol.late')}</span>}
              <span className="tag">{term('patrol.state', one.patrol.state)}</span>
            </div>
            <div className="row muted num">
              <span className="grow cut">{t('patrol.done_of', { done: one.done, all: one.points.length, proven: one.proven })}</span>
              <span>{t('patrol.until', { at: clockOf(one.patrol.due_at) })}</span>
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
