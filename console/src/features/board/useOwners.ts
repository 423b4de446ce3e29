/** The grids with who is on duty in them now, while that layer is shown; drawn anew at most every few seconds. */
import { useEffect, useMemo, useState } from 'react';
import { listOf, source, store, useMovedEvery } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { ownerFeatures } from './ownerFeatures.ts';

const EVERY_MS = 3_000;
const KINDS = ['crew'] as const;

export function useOwners(isWanted: boolean): GeoJSON.FeatureCollection | null {
  const { t, pick } = useTongue();
  const [areas, setAreas] = useState<Schema<'AreaCollection'> | null>(null);
  useMovedEvery(KINDS, EVERY_MS);
  const crews = listOf(store, 'crew');
  useEffect(() => {
    if (!isWanted || areas !== null) return undefined;
    let isGone = false;
    source.get('/api/places/areas', {}, { kind: 'grid' }).then(
      (found) => isGone || setAreas(found),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [isWanted, areas]);
  return useMemo(
    () => (isWanted && areas !== null ? ownerFeatures(areas, crews, pick, t('layers.nobody')) : null),
    [isWanted, areas, crews, pick, t],
  );
}
