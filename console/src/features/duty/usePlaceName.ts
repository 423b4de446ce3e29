/** Where somebody serves, in words: the hall, or the name of a grid. */
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';

export const HALL = 'hall';

export function usePlaceName(): (place: string | null) => string {
  const { t, lang } = useTongue();
  useAreas();
  return (place) => (place === HALL ? t('duty.seats') : areaName(place, lang));
}
