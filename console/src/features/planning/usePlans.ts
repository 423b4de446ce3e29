/** Plans that are kept: the feed says how each stands; what came out of them is asked for when one has moved. */
import { useEffect, useState } from 'react';
import { useNow } from '../../app/clock.ts';
import { source, useList } from '../../app/hall.ts';
import type { Schema } from '../../source/contract.ts';

export type Plan = Schema<'PlanShort'>;
export type PlanView = Schema<'PlanView'>;
export type Request = Schema<'PlanRequest'>;
export type Row = Schema<'PlanRow'>;

const AGAIN_MS = 5_000;

export const isOpen = (plan: Plan): boolean => plan.state === 'queued' || plan.state === 'running';

/** How far it is, 0 to 1: within a step by the time it may take. */
export function shareAt(plan: Plan, now: number): number {
  if (plan.step_at === null || plan.step_most_s <= 0) return plan.share;
  const part = Math.min(1, Math.max(0, (now - Date.parse(plan.step_at)) / 1000 / plan.step_most_s));
  return plan.share + (plan.step_until - plan.share) * part;
}

/** The same, drawn anew every second. */
export function useShare(plan: Plan): number {
  return shareAt(plan, useNow());
}

/** null until the first answer. */
export function usePlans(): readonly Plan[] | null {
  const moving = useList('plan');
  const [plans, setPlans] = useState<readonly Plan[] | null>(null);
  // Steps come with the feed; a plan that is new, ended or gone is asked for.
  const states = moving.map((one) => `${one.id}:${one.state}`).join();
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const found = await source.get('/api/planning/plans');
        if (!isGone) setPlans(found);
      } catch {
        // What was known stays; the bar says when the line is gone.
        if (!isGone) timer = setTimeout(() => void ask(), AGAIN_MS);
      }
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [states]);
  if (plans === null) return null;
  return plans.map((plan) => {
    const now = moving.find((one) => one.id === plan.id);
    if (now?.state !== plan.state) return plan;
    const { step, share, step_until, step_most_s, step_at } = now;
    return { ...plan, step, share, step_until, step_most_s, step_at };
  });
}

export interface Found {
  readonly id: string;
  readonly view: PlanView;
  readonly drawing: GeoJSON.FeatureCollection;
}

/** Figures and drawing of a plan that is done; null until they are there. */
export function usePlan(plan: Plan | null): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  const id = plan?.state === 'done' ? plan.id : null;
  useEffect(() => {
    if (id === null) return undefined;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const values = { plan_id: id };
      try {
        const [view, drawing] = await Promise.all([
          source.get('/api/planning/plans/{plan_id}', values),
          source.get('/api/planning/plans/{plan_id}/drawing', values),
        ]);
        if (!isGone) setFound({ id, view, drawing: drawing as GeoJSON.FeatureCollection });
      } catch {
        if (!isGone) timer = setTimeout(() => void ask(), AGAIN_MS);
      }
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id]);
  return found?.id === id ? found : null;
}
