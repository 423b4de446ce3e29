/** Plans that are kept: what, where, who asked when, and how each stands. */
import { useTongue } from '../../i18n/index.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { useShare, type Plan } from './usePlans.ts';
import { percent, termsOf, whatOf } from './words.ts';

const TONES: Readonly<Record<Plan['state'], string>> = {
  queued: 'tag',
  running: 'tag accent',
  done: 'tag ok',
  failed: 'tag danger',
  cancelled: 'tag',
  removed: 'tag',
};

export function PlanList(props: { plans: readonly Plan[]; chosen: string | null; onChoose: (id: string) => void }) {
  const { t, lang } = useTongue();
  return (
    <ul className="planning-list">
      {props.plans.map((plan) => (
        <li key={plan.id}>
          <button type="button" aria-pressed={plan.id === props.chosen} onClick={() => props.onChoose(plan.id)}>
            <span className="row">
              <strong className="grow">{whatOf(plan.request, t)}</strong>
              <span className={TONES[plan.state]}>
                {t(`planning.state.${plan.state}`)}
                {plan.state === 'running' && <Share plan={plan} />}
              </span>
            </span>
            <span className="muted">{termsOf(plan.request, t, lang)}</span>
            <span className="row muted">
              <span className="grow">
                {t('planning.by_at', { who: plan.asked_by_name, at: `${dayOf(plan.asked_at).slice(5)} ${clockOf(plan.asked_at)}` })}
              </span>
              {plan.figures !== null && (
                <span className="num">
                  {plan.figures.today !== null && `${percent(plan.figures.today.within)} → `}
                  {percent(plan.figures.proposal.within)}
                </span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Share({ plan }: { plan: Plan }) {
  return <> {Math.round(useShare(plan) * 100)}%</>;
}
