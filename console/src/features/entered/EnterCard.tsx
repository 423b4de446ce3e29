/** On the officer's phone: what he meets or is told on duty goes into the queue from where he stands. */
import { useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useAsked } from '../admin/useAsked.ts';
import { usePhonePosition } from '../field/usePhonePosition.ts';
import { EnteredList } from './EnteredList.tsx';
import { EnterForm } from './EnterForm.tsx';

const ask = () => source.get('/api/intake/entered');

export function EnterCard() {
  const { t } = useTongue();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="card" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('entered.officer')}</summary>
      {isOpen && <Inside />}
    </details>
  );
}

/** Asks nothing, of the hall or of the phone, before it is opened. */
function Inside() {
  const asked = useAsked(ask);
  return (
    <>
      <EnterForm channels={['self_received', 'walk_in', 'community']} position={usePhonePosition(true)} onSent={asked.again} />
      <EnteredList asked={asked} />
    </>
  );
}
