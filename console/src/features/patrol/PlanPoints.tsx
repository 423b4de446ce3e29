/** The points of a plan in their order: how near, how long, what to look at. */
import { useTongue } from '../../i18n/index.ts';
import type { DraftPoint } from './planDraft.ts';
import type { PartProps } from './PlanWindows.tsx';

export function PlanPoints({ draft, change }: PartProps) {
  const { t } = useTongue();
  const { points } = draft;
  const put = (at: number, part: Partial<DraftPoint>) =>
    change({ points: points.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  const earlier = (at: number) => {
    const moved = [...points];
    moved.splice(at - 1, 0, ...moved.splice(at, 1));
    change({ points: moved });
  };
  return (
    <fieldset className="patrol-points">
      <legend className="label">{t('patrol.points')}</legend>
      {points.length === 0 && <p className="muted">{t('patrol.tool_point_what')}</p>}
      <ol>
        {points.map((one, index) => (
          <li key={index}>
            <div className="row">
              <strong className="num">{index + 1}</strong>
              <input
                className="field grow"
                required
                maxLength={60}
                aria-label={t('patrol.point_name', { n: index + 1 })}
                value={one.title}
                onChange={(event) => put(index, { title: event.target.value })}
              />
              <button type="button" className="btn small" disabled={index === 0} aria-label={t('patrol.up', { n: index + 1 })} onClick={() => earlier(index)}>
                ↑
              </button>
              <button
                type="button"
                className="btn small"
                aria-label={t('patrol.point_remove', { n: index + 1 })}
                onClick={() => change({ points: points.filter((_, at) => at !== index) })}
              >
                ✕
              </button>
            </div>
            <div className="row">
              <label className="row">
                <span className="muted">{t('patrol.radius')}</span>
                <input
                  className="field num"
                  type="number"
                  min={10}
                  max={500}
                  value={one.radius}
                  onChange={(event) => put(index, { radius: event.target.valueAsNumber || 50 })}
                />
              </label>
              <label className="row">
                <span className="muted">{t('patrol.stay')}</span>
                <input
                  className="field num"
                  type="number"
                  min={0}
                  max={3600}
                  value={one.stay}
                  onChange={(event) => put(index, { stay: event.target.valueAsNumber || 0 })}
                />
              </label>
            </div>
            <input
              className="field"
              maxLength={300}
              aria-label={t('patrol.checks')}
              placeholder={`${t('patrol.checks')}: ${t('patrol.checks_hint')}`}
              value={one.checks}
              onChange={(event) => put(index, { checks: event.target.value })}
            />
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
