/** The hours in which a plan is patrolled, and in how many rounds. */
import { useTongue } from '../../i18n/index.ts';
import { DAYS, EVERY, type DraftWindow, type PlanDraft } from './planDraft.ts';

export interface PartProps {
  readonly draft: PlanDraft;
  readonly change: (part: Partial<PlanDraft>) => void;
}

export function PlanWindows({ draft, change }: PartProps) {
  const { t, term } = useTongue();
  const put = (at: number, part: Partial<DraftWindow>) =>
    change({ windows: draft.windows.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="patrol-windows">
      <legend className="label">{t('patrol.windows')}</legend>
      {draft.windows.map((one, index) => (
        <div key={index} className="row">
          <select className="field" aria-label={t('patrol.days')} value={one.days} onChange={(event) => put(index, { days: event.target.value })}>
            {Object.entries(DAYS).map(([days, name]) => (
              <option key={days} value={days}>
                {term('patrol.days', name)}
              </option>
            ))}
            {!(one.days in DAYS) && <option value={one.days}>{t('patrol.days.other', { days: one.days })}</option>}
          </select>
          <input className="field" type="time" required aria-label={t('duty.starts')} value={one.starts} onChange={(event) => put(index, { starts: event.target.value })} />
          <input className="field" type="time" required aria-label={t('duty.ends')} value={one.ends} onChange={(event) => put(index, { ends: event.target.value })} />
          <label className="row">
            <span className="muted">{t('patrol.times')}</span>
            <input
              className="field num"
              type="number"
              min={1}
              max={24}
              value={one.times}
              onChange={(event) => put(index, { times: event.target.valueAsNumber || 1 })}
            />
          </label>
          <button
            type="button"
            className="btn small"
            aria-label={t('patrol.window_remove', { n: index + 1 })}
            onClick={() => change({ windows: draft.windows.filter((_, at) => at !== index) })}
          >
            ✕
          </button>
        </div>
      ))}
      <button
        type="button"
        className="btn small"
        onClick={() => change({ windows: [...draft.windows, { days: EVERY, starts: '20:00', ends: '23:00', times: 1 }] })}
      >
        {t('patrol.window_add')}
      </button>
    </fieldset>
  );
}
