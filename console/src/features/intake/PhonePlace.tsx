/** Where the caller's handset says it is, when it told so by itself: how well and when it was measured. */
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { secondsOf } from '../../ui/time.ts';

export function PhonePlace({ contact }: { contact: Of<'contact'> }) {
  const { t, term } = useTongue();
  if (contact.place_source === null || contact.place_at === null || contact.lon === null) return null;
  const { uncertainty_m: radius, place_confidence: sure } = contact;
  const parts = [
    radius === null ? null : t('place.within', { m: Math.round(radius) }),
    term('place.method', contact.place_method),
    sure === null ? null : t('place.confidence', { n: Math.round(sure) }),
    secondsOf(contact.place_at),
  ];
  return (
    <p className="hint" role="status">
      <strong>{term('place.source', contact.place_source)}</strong> {parts.filter((one) => one !== null && one !== '').join(' · ')}
    </p>
  );
}
