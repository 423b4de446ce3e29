/** Opens the form on the board of those who enter for citizens; others do not see it. */
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { EnterDialog } from './EnterDialog.tsx';

export function EnterButton() {
  const { t } = useTongue();
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  if (!holds(me, 'station_desk', 'county_desk')) return null;
  return (
    <>
      <button type="button" className="btn small" onClick={() => setOpen(true)}>
        {t('entered.title')}
      </button>
      {isOpen && <EnterDialog onClose={() => setOpen(false)} />}
    </>
  );
}
