/** Contacts that wait longer than they may: told to whoever can put somebody at a seat. */
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { contactUrgency } from '../../panels/overdue.ts';
import type { Of } from '../../sync/kinds.ts';

export function QueueStrip({ waiting }: { waiting: readonly Of<'overdue'>[] }) {
  const { t } = useTongue();
  const oldest = waiting.reduce<string | null>(
    (found, { since }) => (found === null || Date.parse(since) < Date.parse(found) ? since : found),
    null,
  );
  if (oldest === null) return null;
  return (
    <div className="urgent-strip" role="status">
      <strong>{t('overdue.queue', { n: waiting.length })}</strong>
      <span>{t('overdue.queue_oldest')}</span>
      <Age since={oldest} urgency={contactUrgency} />
      <span className="grow">{t('overdue.queue_what')}</span>
    </div>
  );
}
