/** The place in the form lies at a site of a special duty that is on: which, how far, and who stands there. */
import { useMemo } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { sitesNear } from './special.ts';

export function SpecialHint({ place }: { place: LonLat | null }) {
  const { t } = useTongue();
  const specials = useList('special_duty');
  const near = useMemo(() => sitesNear(specials, place), [specials, place]);
  return near.map((one) => (
    <p key={one.id} className="hint warn" role="status">
      <strong>{t('seat.special', { title: one.title })}</strong>{' '}
      {t('seat.special_at', { site: one.site, n: Math.round(one.metres / 10) * 10 })}{' '}
      {one.crews.length === 0 ? t('seat.special_nobody') : t('seat.special_crews', { who: one.crews.join('、') })}
    </p>
  ));
}
