/** What is known of the place in the form: hazards that crews reported and that stand, dangers of earlier incidents there. */
import { useMemo } from 'react';
import { source } from '../../app/hall.ts';
import { usePaused } from '../../app/usePaused.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf, distanceText } from '../../ui/time.ts';
import type { Call } from './useCall.ts';

const PAUSE_MS = 800;
const MOST = 3;
const NOTHING: Schema<'Here'> = { hazards: [], earlier: [] };

export function HereHint({ call }: { call: Call }) {
  const { t, term, lang } = useTongue();
  useClasses();
  const contactId = call.contact.id;
  const lon = call.draft.place?.lon ?? null;
  const lat = call.draft.place?.lat ?? null;
  // Each look is written down: a place that was chosen is looked up once.
  const look = useMemo(() => {
    if (lon === null || lat === null) return null;
    return () => source.post({ path: '/api/field/here', body: { contact_id: contactId, lon, lat } });
  }, [contactId, lon, lat]);
  const { hazards, earlier } = usePaused(look, PAUSE_MS, NOTHING);
  return (
    <>
      {hazards.slice(0, MOST).map((one) => (
        <p key={one.hazard_id} className="hint warn" role="status">
          <strong>{t('here.hazard', { kind: term('hazard.kind', one.kind) })}</strong> {one.text} · {distanceText(one.distance_m)} ·{' '}
          {t('here.reported', { who: one.call_sign, when: `${dayOf(one.reported_at)} ${clockOf(one.reported_at)}` })}
          {one.is_overdue && <> · {term('hazard.state', 'overdue')}</>}
        </p>
      ))}
      {hazards.length > MOST && <p className="hint">{t('here.more', { n: hazards.length - MOST })}</p>}
      {earlier.slice(0, MOST).map((one) => (
        <p key={one.incident_id} className="hint warn" role="status">
          <strong>{t('here.danger')}</strong> {one.dangers.map((danger) => term('danger', danger)).join(' · ')} ·{' '}
          {t('warn.earlier_of', { day: dayOf(one.at), what: classNameOf(one.class_code, lang) })}
        </p>
      ))}
    </>
  );
}
