/** The place and the own position. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import MapView from '../../map/MapView.tsx';
import type { MapMark } from '../../map/features.ts';
import type { Of } from '../../sync/kinds.ts';

export default function OrderMap({ incident }: { incident: Of<'incident'> }) {
  const { t } = useTongue();
  const { lon, lat } = incident;
  const marks = useMemo<readonly MapMark[]>(
    () => [{ id: 'place', icon: 'place', lon, lat, label: t('field.scene') }],
    [lon, lat, t],
  );
  return <MapView hall marks={marks} focus={incident} chosen={incident.id} />;
}
