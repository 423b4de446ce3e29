/** The reporter of the contact in hand asks to withdraw: said in the form, answered in the strip above. */
import { useMemo } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { Moment } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';

export function WithdrawalHint({ contact }: { contact: Of<'contact'> }) {
  const { t, term } = useTongue();
  const all = useList('withdrawal');
  const open = useMemo(() => all.find((one) => one.contact_id === contact.id && one.state === 'open'), [all, contact.id]);
  if (open === undefined) return null;
  return (
    <p className="hint warn row" role="status">
      <strong>{t('withdraw.strip')}</strong> {term('withdraw.reason', open.reason)} {open.words}
      <Moment at={open.asked_at} />
    </p>
  );
}
