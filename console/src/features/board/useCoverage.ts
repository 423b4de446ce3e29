/** What free crews cover now, grid by grid; asked for again while the layer is shown. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Schema } from '../../source/contract.ts';
import { coverageFeatures } from './coverageFeatures.ts';

export type Coverage = Schema<'CoverageView'>;
type Grids = Schema<'AreaCollection'>;
const AGAIN_MS = 10_000;

export interface CoverageNow {
  readonly coverage: Coverage | null;
  readonly shape: GeoJSON.FeatureCollection | null;
}
const NOTHING: CoverageNow = { coverage: null, shape: null };

/** Nothing while it is not wanted or not known. */
export function useCoverage(isWanted: boolean): CoverageNow {
  const [now, setNow] = useState<CoverageNow>(NOTHING);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isOld = false;
    let grids: Grids | null = null;
    async function ask(): Promise<void> {
      grids ??= await source.get('/api/places/areas', {}, { kind: 'grid' });
      const coverage = await source.get('/api/dispatch/coverage');
      if (!isOld) setNow({ coverage, shape: coverageFeatures(grids, coverage.grids) });
    }
    const again = () => void ask().catch(() => !isOld && setNow(NOTHING));
    again();
    const timer = setInterval(again, AGAIN_MS);
    return () => {
      isOld = true;
      clearInterval(timer);
    };
  }, [isWanted]);
  return isWanted ? now : NOTHING;
}
