/** Asking for a plan, those that are kept, and the one that is looked at. */
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { PlanForm } from './PlanForm.tsx';
import { PlanList } from './PlanList.tsx';
import { PlanResult } from './PlanResult.tsx';
import { usePlans } from './usePlans.ts';

export function PlanDesk() {
  const { t } = useTongue();
  const me = useMe();
  const may = holds(me, 'commander');
  const plans = usePlans();
  const [wanted, setWanted] = useState<string | null>(null);
  const chosen = plans?.find((one) => one.id === wanted) ?? plans?.[0] ?? null;
  return (
    <div className="planning-split">
      <div className="planning-side">
        {may && (
          <section className="panel planning-ask" aria-label={t('planning.new')}>
            <header>
              <h2>{t('planning.new')}</h2>
            </header>
            <PlanForm onAsked={setWanted} />
          </section>
        )}
        <section className="panel planning-kept" aria-label={t('planning.kept')}>
          <header>
            <h2>{t('planning.kept')}</h2>
          </header>
          <div className="body" tabIndex={0} role="region" aria-label={t('planning.kept')}>
            {plans === null && <p className="empty">{t('common.loading')}</p>}
            {plans?.length === 0 && (
              <Empty title={t('planning.none')} what={t(may ? 'planning.none_what' : 'planning.none_county')} />
            )}
            {plans !== null && <PlanList plans={plans} chosen={chosen?.id ?? null} onChoose={setWanted} />}
          </div>
        </section>
      </div>
      {chosen === null ? (
        <section className="panel">
          <Empty title={t('planning.choose')} what={t(may ? 'planning.none_what' : 'planning.none_county')} />
        </section>
      ) : (
        <PlanResult key={chosen.id} plan={chosen} may={may} onAsked={setWanted} />
      )}
    </div>
  );
}
