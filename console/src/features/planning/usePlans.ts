/** Plans that are kept: asked for often while one runs, seldom otherwise. */
import { useCallback, useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Schema } from '../../source/contract.ts';

export type Plan = Schema<'PlanShort'>;
export type PlanView = Schema<'PlanView'>;
export type Request = Schema<'PlanRequest'>;
export type Row = Schema<'PlanRow'>;

const BUSY_MS = 1_000;
const QUIET_MS = 15_000;

export const isOpen = (plan: Plan): boolean => plan.state === 'queued' || plan.state === 'running';

/** null until the first answer; `again` asks at once. */
export function usePlans(): { readonly plans: readonly Plan[] | null; readonly again: () => void } {
  const [plans, setPlans] = useState<readonly Plan[] | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      let waitMs = QUIET_MS;
      try {
        const found = await source.get('/api/planning/plans');
        if (isGone) return;
        setPlans(found);
        if (found.some(isOpen)) waitMs = BUSY_MS;
      } catch {
        // What was known stays; the bar says when the line is gone.
      }
      if (!isGone) timer = setTimeout(() => void ask(), waitMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [turn]);
  const again = useCallback(() => setTurn((one) => one + 1), []);
  return { plans, again };
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
        if (!isGone) timer = setTimeout(() => void ask(), QUIET_MS);
      }
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [id]);
  return found !== null && found.id === id ? found : null;
}
