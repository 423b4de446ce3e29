/** Sensitive words that were said: which, by which contact, since when; one who must know says that it was seen. */
import { Link } from 'wouter';
import { useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { helpUrgency } from '../../panels/overdue.ts';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';

/** The newest stands open, the others are counted: a surge of one word fills no screen. */
export function AlertStrip({ alerts }: { alerts: readonly Of<'alert'>[] }) {
  const { t, term } = useTongue();
  const action = useAction();
  const newest = alerts.reduce((a, b) => (a.raised_at > b.raised_at ? a : b));
  const contact = useOne('contact', newest.contact_id);
  const number = contact?.incident_number ?? contact?.number ?? '';

  function see(): void {
    void action.run(async (send) => {
      for (const one of alerts) await send({ path: '/api/triage/alerts/{alert_id}/seen', values: { alert_id: one.id } });
    });
  }
  return (
    <div className="urgent-strip alert" role="alert">
      <strong>{t('alert.strip')}</strong>
      <span>
        {term('triage.alert', newest.kind)}
        {newest.word !== '' && ` “${newest.word}”`}
      </span>
      {contact?.incident_id == null ? (
        <span className="num">{number.slice(-6)}</span>
      ) : (
        <Link href={`/board?incident=${contact.incident_id}`} className="num">
          {number.slice(-6)}
        </Link>
      )}
      <Age since={newest.raised_at} urgency={helpUrgency} />
      <span className="muted">{term('alert.source', newest.source)}</span>
      {alerts.length > 1 && <span className="tag">{t('alert.more', { n: alerts.length - 1 })}</span>}
      <span className="cut">{contact?.text}</span>
      <span className="grow" />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={see}>
        {t('alert.seen')}
      </button>
    </div>
  );
}
