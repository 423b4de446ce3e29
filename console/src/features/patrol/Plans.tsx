/** An organisation's plans: look, change, ask for one now, and exchange as files. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { sentenceOf, useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { download } from '../../source/download.ts';
import { sendPlanFile } from '../../source/planFile.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { CrewSelect } from './CrewSelect.tsx';
import { DAYS, type Plan } from './planDraft.ts';

export interface PlansNow {
  readonly plans: readonly Plan[] | null;
  readonly trouble: Sentence | null;
  readonly reload: () => void;
}

export function usePlans(orgCode: string): PlansNow {
  const [plans, setPlans] = useState<readonly Plan[] | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const reload = useCallback(() => {
    if (orgCode === '') return;
    source
      .get('/api/field/patrol-plans', {}, { org_code: orgCode })
      .then((found) => {
        setPlans(found);
        setTrouble(null);
      })
      .catch((error: unknown) => setTrouble(sentenceOf(error)));
  }, [orgCode]);
  useEffect(reload, [reload]);
  return { plans, trouble, reload };
}

function Line({ plan, onEdit }: { plan: Plan; onEdit: (plan: Plan) => void }) {
  const { t, term } = useTongue();
  const action = useAction();
  const hours = plan.windows.map((one) => {
    const days = one.days.join(',');
    const name = DAYS[days];
    return `${name === undefined ? t('patrol.days.other', { days }) : term('patrol.days', name)} ${one.starts}–${one.ends} ×${one.times}`;
  });
  return (
    <article className="duty-special">
      <header className="row">
        <strong className="grow cut">{plan.title}</strong>
        <span className="tag">{term('patrol.kind', plan.kind)}</span>
        {!plan.is_on && <span className="tag warn">{t('patrol.is_off')}</span>}
        <button type="button" className="btn small" aria-label={t('patrol.plan_of', { title: plan.title })} onClick={() => onEdit(plan)}>
          {t('patrol.plan_change')}
        </button>
      </header>
      <p className="muted num">{[t('patrol.points_n', { n: plan.points.length }), ...hours].join(' · ')}</p>
      <CrewSelect
        orgCode={plan.org_code}
        label={t('patrol.ask_of', { title: plan.title })}
        placeholder={t('patrol.ask')}
        onChoose={(crew) =>
          void action.run(async (send) => {
            await send({ path: '/api/field/patrol-plans/{patrol_plan_id}/ask', values: { patrol_plan_id: plan.id }, body: { crew_id: crew } });
          })
        }
      />
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </article>
  );
}

export function Plans({ orgCode, now, onEdit }: { orgCode: string; now: PlansNow; onEdit: (plan: Plan | null) => void }) {
  const { t } = useTongue();
  const action = useAction();
  const input = useRef<HTMLInputElement>(null);
  const [imported, setImported] = useState<Schema<'PatrolPlansReply'> | null>(null);
  const { plans, trouble, reload } = now;
  const hasCrews = useList('crew').some((one) => one.org_code === orgCode);
  const save = (format: 'csv' | 'xlsx') =>
    action.run(() => download(`/api/field/patrol-plans/file?org_code=${orgCode}&format=${format}`, `patrols-${orgCode}.${format}`));
  const take = (file: File) =>
    action.run(async () => {
      setImported(await sendPlanFile(orgCode, file));
      reload();
    });
  return (
    <section className="panel" aria-label={t('patrol.plans')}>
      <header>
        <h2 className="grow">{t('patrol.plans')}</h2>
        <button type="button" className="btn small primary" disabled={!hasCrews} onClick={() => onEdit(null)}>
          {t('patrol.plan_new')}
        </button>
        {(['xlsx', 'csv'] as const).map((format) => (
          <button key={format} type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => void save(format)}>
            {t('duty.export', { format })}
          </button>
        ))}
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.xlsx"
          aria-label={t('duty.import')}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) void take(file);
          }}
        />
        <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => input.current?.click()}>
          {t('duty.import')}
        </button>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('patrol.plans')}>
        <Trouble sentence={action.trouble ?? trouble} onClose={action.clear} />
        {imported !== null && action.trouble === null && (
          <p className="hint" role="status">
            {t('patrol.imported', { kept: imported.kept, made: imported.made })}
          </p>
        )}
        {plans?.length === 0 && <Empty title={t('patrol.no_plans')} what={t('patrol.no_plans_what')} />}
        {plans?.map((one) => (
          <Line key={one.id} plan={one} onEdit={onEdit} />
        ))}
      </div>
    </section>
  );
}
