/** Patrols of an organisation: what runs and where, the plans, the report. */
import './patrol.css';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { PatrolReport } from './PatrolReport.tsx';
import { PatrolsNow } from './PatrolsNow.tsx';
import { PlanForm } from './PlanForm.tsx';
import { Plans, usePlans } from './Plans.tsx';
import type { Plan } from './planDraft.ts';
import { RUNNING } from './progress.ts';
import { patrolShapes } from './shapes.ts';
import { usePatrolLine, usePatrols } from './usePatrols.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));

export function PatrolDesk({ orgCode }: { orgCode: string }) {
  const { t } = useTongue();
  const plans = usePlans(orgCode);
  const patrols = usePatrols(orgCode);
  const [edited, setEdited] = useState<Plan | 'new' | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const line = usePatrolLine(chosen);
  const shown = useMemo(
    () => patrols.all.filter((one) => (chosen === null ? RUNNING.has(one.patrol.state) : one.patrol.id === chosen)),
    [patrols.all, chosen],
  );
  const shapes = useMemo(() => patrolShapes(shown, [line]), [shown, line]);
  const fit = useMemo(
    () => patrols.all.find((one) => one.patrol.id === chosen)?.points.map(({ lon, lat }) => ({ lon, lat })),
    // Only another choice moves the map, not every position that proves a point.
    // oxlint-disable-next-line react/exhaustive-deps
    [chosen],
  );
  if (orgCode === '') return <Empty title={t('duty.choose_org')} />;
  if (edited !== null) {
    const plan = edited === 'new' ? null : edited;
    const close = () => setEdited(null);
    return (
      <section className="panel patrol-form" aria-label={t(plan === null ? 'patrol.plan_new' : 'patrol.plan_change')}>
        <header>
          <h2>{t(plan === null ? 'patrol.plan_new' : 'patrol.plan_change')}</h2>
        </header>
        <PlanForm
          key={plan?.id ?? 'new'}
          orgCode={orgCode}
          plan={plan}
          onClose={close}
          onDone={() => {
            plans.reload();
            close();
          }}
        />
      </section>
    );
  }
  return (
    <div className="patrol-desk">
      <PatrolsNow patrols={patrols} orgCode={orgCode} chosen={chosen} onChoose={setChosen} />
      <section className="panel patrol-map" aria-label={t('map.title')}>
        <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
          <MapView hall framed patrols={shapes} {...(fit !== undefined && { fit })} />
        </Suspense>
      </section>
      <Plans orgCode={orgCode} now={plans} onEdit={(plan) => setEdited(plan ?? 'new')} />
      <PatrolReport orgCode={orgCode} />
    </div>
  );
}
