/** A plan: name, how, who and when; its points and route on the map beside it. */
import { useCallback, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { PlanMap, type PlanTool } from './PlanMap.tsx';
import { PlanPoints } from './PlanPoints.tsx';
import { PlanWindows } from './PlanWindows.tsx';
import { bodyOf, keepDraft, readDraft, type Plan, type PlanDraft } from './planDraft.ts';

const KINDS = ['vehicle', 'foot', 'video'] as const;

export interface PlanFormProps {
  readonly orgCode: string;
  /** Null: a new one. */
  readonly plan: Plan | null;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function PlanForm({ orgCode, plan, onDone, onClose }: PlanFormProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const [draft, setDraft] = useState(() => readDraft(orgCode, plan));
  const [tool, setTool] = useState<PlanTool>('point');
  const crews = useList('crew').filter((one) => one.org_code === orgCode);
  const grids = [...new Set(crews.map((one) => one.grid_code))].sort();
  const teams = [...new Set(crews.map((one) => one.shift))].filter((one) => one > 0).sort();

  const change = useCallback(
    (part: Partial<PlanDraft>) => {
      setDraft((before) => {
        const next = { ...before, ...part };
        keepDraft(orgCode, plan?.id ?? null, next);
        return next;
      });
    },
    [orgCode, plan?.id],
  );

  function pick(at: LonLat): void {
    if (tool === 'route') {
      change({ corners: [...draft.corners, at] });
      return;
    }
    const title = t('patrol.point_default', { n: draft.points.length + 1 });
    change({ points: [...draft.points, { ...at, title, radius: 50, stay: 0, checks: '' }] });
  }

  async function save(): Promise<void> {
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/field/patrol-plans', body: bodyOf(draft, orgCode, plan) });
    });
    if (!isDone) return;
    keepDraft(orgCode, plan?.id ?? null, null);
    onDone();
  }

  return (
    <div className="patrol-edit">
      <form
        className="duty-editor"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label>
          <span className="label">{t('patrol.name')}</span>
          <input className="field" required maxLength={60} value={draft.title} onChange={(event) => change({ title: event.target.value })} />
        </label>
        <div className="pair">
          <label>
            <span className="label">{t('patrol.how')}</span>
            <select className="field" value={draft.kind} onChange={(event) => change({ kind: event.target.value as PlanDraft['kind'] })}>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {term('patrol.kind', one)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span className="label">{t('patrol.grid')}</span>
            <select className="field" value={draft.grid} onChange={(event) => change({ grid: event.target.value })}>
              <option value="">{t('patrol.any_grid')}</option>
              {grids.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label>
          <span className="label">{t('patrol.who')}</span>
          <select className="field" value={draft.who} onChange={(event) => change({ who: event.target.value })}>
            <option value="">{t('patrol.any_crew')}</option>
            {teams.map((one) => (
              <option key={one} value={one}>
                {t('patrol.team_n', { n: one })}
              </option>
            ))}
            <option value="crews">{t('patrol.crews_named')}</option>
          </select>
        </label>
        {draft.who === 'crews' && (
          <fieldset className="duty-grids">
            <legend className="label">{t('patrol.crews_named')}</legend>
            {crews.map((one) => (
              <label key={one.id}>
                <input
                  type="checkbox"
                  checked={draft.crews.includes(one.id)}
                  onChange={(event) =>
                    change({ crews: event.target.checked ? [...draft.crews, one.id] : draft.crews.filter((held) => held !== one.id) })
                  }
                />{' '}
                {one.call_sign}
              </label>
            ))}
          </fieldset>
        )}
        <PlanWindows draft={draft} change={change} />
        <PlanPoints draft={draft} change={change} />
        <label>
          <input type="checkbox" checked={draft.isOn} onChange={(event) => change({ isOn: event.target.checked })} /> {t('patrol.on')}
        </label>
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={action.state !== 'idle' || draft.title.trim() === ''}>
            {t('patrol.save')}
          </button>
          <button
            type="button"
            className="btn quiet"
            onClick={() => {
              keepDraft(orgCode, plan?.id ?? null, null);
              onClose();
            }}
          >
            {t('common.cancel')}
          </button>
        </div>
      </form>
      <PlanMap draft={draft} tool={tool} onTool={setTool} onPick={pick} onClear={() => change({ corners: [] })} />
    </div>
  );
}
