/** The place and the crew that comes. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import MapView from '../../map/MapView.tsx';
import type { LonLat } from '../../map/datum.ts';
import type { MapMark } from '../../map/features.ts';
import type { FollowView } from './useFollow.ts';

export default function FollowMap({ view }: { view: FollowView }) {
  const { t } = useTongue();
  const { lon, lat, crew } = view;
  const marks = useMemo<readonly MapMark[]>(() => {
    const found: MapMark[] = [];
    if (lon !== null && lat !== null) found.push({ id: 'here', icon: 'place', lon, lat, label: t('follow.here') });
    if (crew?.lon != null && crew.lat != null)
      found.push({ id: 'crew', icon: 'crew-patrol-busy', lon: crew.lon, lat: crew.lat, label: crew.call_sign, anchor: 'center' });
    return found;
  }, [lon, lat, crew?.lon, crew?.lat, crew?.call_sign, t]);
  const fit = useMemo<readonly LonLat[]>(() => marks.map((mark) => ({ lon: mark.lon, lat: mark.lat })), [marks]);
  return <MapView hall={false} marks={marks} fit={fit} />;
}
