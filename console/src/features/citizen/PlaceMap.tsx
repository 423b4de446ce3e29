/** Pointing at the place on the map. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import MapView from '../../map/MapView.tsx';
import type { MapMark } from '../../map/features.ts';
import type { PhonePosition } from './usePosition.ts';

export interface PlaceMapProps {
  readonly position: PhonePosition | null;
  readonly onPosition: (position: PhonePosition) => void;
}

export default function PlaceMap({ position, onPosition }: PlaceMapProps) {
  const { t } = useTongue();
  const marks = useMemo<readonly MapMark[]>(
    () => (position === null ? [] : [{ id: 'here', icon: 'place', lon: position.lon, lat: position.lat }]),
    [position],
  );
  return (
    <>
      <p className="muted">{t('report.map_hint')}</p>
      <div className="phone-map">
        <MapView
          hall={false}
          crosshair
          marks={marks}
          focus={position}
          accuracy={position === null ? null : { at: position, radiusM: position.accuracy_m ?? 0 }}
          pick={(at) => onPosition({ lon: at.lon, lat: at.lat, datum: 'WGS84', accuracy_m: null })}
        />
      </div>
    </>
  );
}
