/** The work orders of an incident or of a contact, and the form that sends another one. */
import './liaison.css';
import { holds } from '../../app/access.ts';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { OrderLine } from './OrderLine.tsx';
import { SendOrder } from './SendOrder.tsx';

export function IncidentOrders({ incidentId, isOpen }: { incidentId: string; isOpen: boolean }) {
  const { t } = useTongue();
  useOrganisations();
  const me = useMe();
  const all = useList('work_order');
  const own = all.filter((one) => one.incident_id === incidentId);
  const mayMove = holds(me, 'call_taker', 'commander', 'county_desk', 'station_desk');
  if (own.length === 0 && !(mayMove && isOpen)) return null;
  return (
    <section className="panel" aria-label={t('liaison.of_incident')}>
      <header>
        <h2>{t('liaison.of_incident')}</h2>
      </header>
      {own.length > 0 && (
        <ul className="file-list incident-orders">
          {own.map((one) => (
            <OrderLine key={one.id} order={one} mayMove={mayMove} />
          ))}
        </ul>
      )}
      {mayMove && isOpen && <SendOrder matter={{ incident_id: incidentId }} />}
    </section>
  );
}

/** In the form of the seat: what a report is no incident for goes to whoever does it, with its words and number. */
export function ContactOrders({ contactId, incidentId }: { contactId: string; incidentId: string | null }) {
  const { t } = useTongue();
  useOrganisations();
  const own = useList('work_order').filter(
    (one) => one.contact_id === contactId || (incidentId !== null && one.incident_id === incidentId),
  );
  return (
    <section className="contact-orders" aria-label={t('liaison.of_incident')}>
      {own.length > 0 && (
        <ul className="file-list incident-orders">
          {own.map((one) => (
            <OrderLine key={one.id} order={one} mayMove />
          ))}
        </ul>
      )}
      <SendOrder matter={incidentId === null ? { contact_id: contactId } : { incident_id: incidentId }} />
    </section>
  );
}
