/** What this seat joined last, while its hand is free: one key takes it back as it was. */
import { useMemo } from 'react';
import { hallNow } from '../../app/clock.ts';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { lastJoined } from '../../panels/joined.ts';

export function Unjoin({ action }: { action: Action }) {
  const { t } = useTongue();
  const me = useMe();
  const contacts = useList('contact');
  const last = useMemo(() => lastJoined(contacts, me.account_id, hallNow()), [contacts, me.account_id]);

  function back(): void {
    if (last === null || action.state !== 'idle') return;
    const values = { contact_id: last.id };
    void action.run(async (post) => {
      await post({ path: '/api/intake/contacts/{contact_id}/unlink', values });
    });
  }
  useKeys({ 'alt+b': back }, last !== null);
  if (last === null) return null;
  return (
    <p className="row wrap">
      <span>{t('same.joined', { contact: last.number.slice(-6), number: (last.incident_number ?? '').slice(-6) })}</span>
      <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={back}>
        {t('same.unjoin')} <kbd>Alt B</kbd>
      </button>
    </p>
  );
}
