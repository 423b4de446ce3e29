/** One plan: how far it is, why it could not be made, or today's beside the proposal. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { download } from '../../source/download.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { PlanFigures } from './PlanFigures.tsx';
import { PlanRows } from './PlanRows.tsx';
import { cornersOf, planFeatures, type Shown } from './planFeatures.ts';
import { isOpen, usePlan, useShare, type Found, type Plan } from './usePlans.ts';
import { termsOf, whatOf, withinMinutes } from './words.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));
const SIDES = ['today', 'proposal', 'both'] as const;

interface Props {
  readonly plan: Plan;
  readonly may: boolean;
  readonly onAsked: (id: string) => void;
}

export function PlanResult({ plan, may, onAsked }: Props) {
  const { t, lang, pick } = useTongue();
  const action = useAction();
  const found = usePlan(plan);
  const cancel = () =>
    action.run(async (send) => {
      await send({ path: '/api/planning/plans/{plan_id}/cancel', values: { plan_id: plan.id } });
    });
  const remove = () =>
    action.run(async (send) => {
      await send({ path: '/api/planning/plans/{plan_id}/remove', values: { plan_id: plan.id } });
    });
  const play = () =>
    action.run(async (send) => {
      const body = { ...plan.request, played: plan.request.played ?? 200 };
      onAsked((await send({ path: '/api/planning/plans', body })).plan_id);
    });
  return (
    <section className="panel planning-result" aria-label={whatOf(plan.request, t)}>
      <header>
        <h2>{whatOf(plan.request, t)}</h2>
        <span className="grow cut muted">{termsOf(plan.request, t, lang)}</span>
        {may && isOpen(plan) && (
          <button type="button" className="btn small danger" onClick={() => void cancel()}>
            {t('planning.cancel')}
          </button>
        )}
        {may && plan.state === 'done' && plan.figures !== null && plan.figures.played == null && (
          <button type="button" className="btn small" title={t('planning.play_again_what')} onClick={() => void play()}>
            {t('planning.play_again')}
          </button>
        )}
        {plan.state === 'done' && (
          <button
            type="button"
            className="btn small"
            onClick={() =>
              void action.run(() => download(`/api/planning/plans/${plan.id}/drawing`, `plan-${plan.asked_at.slice(0, 10)}.geojson`))
            }
          >
            {t('planning.export')}
          </button>
        )}
        {may && !isOpen(plan) && <Remove onRemove={() => void remove()} />}
      </header>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {isOpen(plan) && <Running plan={plan} />}
      {plan.state === 'cancelled' && <Empty title={t('planning.was_cancelled', { who: plan.ended_by_name ?? '' })} />}
      {plan.state === 'failed' && (
        <Empty title={t('planning.was_failed')} what={plan.refusal === null ? '' : pick(plan.refusal.zh, plan.refusal.en)} />
      )}
      {plan.state === 'done' && (found === null ? <p className="empty">{t('common.loading')}</p> : <Done found={found} />)}
    </section>
  );
}

/** Asked twice in the same place: what is removed is gone. */
function Remove({ onRemove }: { onRemove: () => void }) {
  const { t } = useTongue();
  const [isSure, setSure] = useState(false);
  return (
    <button
      type="button"
      className={isSure ? 'btn small danger' : 'btn small'}
      onClick={() => (isSure ? onRemove() : setSure(true))}
      onBlur={() => setSure(false)}
    >
      {t(isSure ? 'planning.remove_sure' : 'planning.remove')}
    </button>
  );
}

function Running({ plan }: { plan: Plan }) {
  const { t, term } = useTongue();
  const share = useShare(plan);
  const step = plan.state === 'queued' ? t('planning.waits') : term('planning.step', plan.step === '' ? 'none' : plan.step);
  return (
    <div className="planning-running" role="status">
      <span>{step}</span>
      <progress max={1} value={share} aria-label={step} />
      <span className="num">{Math.round(share * 100)}%</span>
    </div>
  );
}

function Done({ found: { view, drawing } }: { found: Found }) {
  const { t, pick } = useTongue();
  const [shown, setShown] = useState<Shown>('proposal');
  const [code, setCode] = useState<string | null>(null);
  const shape = useMemo(() => planFeatures(drawing, shown, code, pick), [drawing, shown, code, pick]);
  const corners = useMemo(() => cornersOf(drawing), [drawing]);
  const row = [...(view.rows?.today ?? []), ...(view.rows?.proposal ?? [])].find((one) => one.code === code);
  const focus = useMemo(() => (row?.lon == null || row.lat == null ? null : { lon: row.lon, lat: row.lat }), [row]);
  const { figures } = view.plan;
  if (figures === null) return null;
  const isPosts = view.plan.request.kind === 'posts';
  return (
    <div className="planning-done">
      <PlanFigures plan={view.plan} figures={figures} />
      <div className="planning-map">
        <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
          <MapView hall={false} plan={shape} fit={corners} focus={focus}>
            <div className="planning-sides" role="group" aria-label={t('planning.show')}>
              {SIDES.map((one) => (
                <button key={one} type="button" className="btn small" aria-pressed={one === shown} onClick={() => setShown(one)}>
                  {t(`planning.show.${one}`)}
                </button>
              ))}
            </div>
            <p className="planning-legend">
              <span className="planning-ramp" aria-hidden="true" />
              {t('planning.legend', { n: withinMinutes(view.plan) })}
              {isPosts && shown !== 'proposal' && <span>{t('planning.legend_post_today')}</span>}
              {shown !== 'today' && <span>{t('planning.legend_post_new')}</span>}
            </p>
          </MapView>
        </Suspense>
      </div>
      {view.rows !== null && <PlanRows rows={view.rows} shown={shown} chosen={code} onChoose={setCode} onShow={setShown} />}
    </div>
  );
}
