/** Further waves of an incident: what was asked for and what went; a key asks for the next. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { forceNameOf, useForces } from '../../panels/forces.ts';
import { useKeys } from '../../ui/keys.ts';
import { WaveDialog } from './WaveDialog.tsx';
import type { BoardRow } from './rows.ts';

/** The waves that went out, one line each. */
export function WaveLines({ incidentId }: { incidentId: string }) {
  const { t, term, lang } = useTongue();
  useForces();
  const waves = useList('wave').filter((one) => one.incident_id === incidentId);
  return [...waves]
    .sort((a, b) => a.number - b.number)
    .map((one) => (
      <p key={one.id} className={one.sent < one.wanted || one.missing > 0 ? 'hint warn' : 'hint'}>
        {t('wave.line', { n: one.number, wanted: one.wanted, sent: one.sent, reach: term('wave.reach', one.reach), who: one.by_name })}
        {one.standby !== 'without' && ` · ${t('wave.standby')}：${term('wave.standby', one.standby)}`}
        {one.forces.length > 0 && ` · ${one.forces.map((force) => forceNameOf(force, lang)).join(' ')}`}
        {one.missing > 0 && ` · ${t('wave.missing', { n: one.missing })}`}
        {` · ${one.reason}`}
      </p>
    ));
}

/** The button, and the dialog behind it. */
export function WaveButton({ row }: { row: BoardRow }) {
  const { t } = useTongue();
  const [isOpen, setOpen] = useState(false);
  const waves = useList('wave').filter((one) => one.incident_id === row.incident.id);
  useKeys({ g: () => setOpen(true) });
  return (
    <>
      <button type="button" className="btn" onClick={() => setOpen(true)}>
        {t('wave.button')} <kbd>g</kbd>
      </button>
      {isOpen && <WaveDialog incident={row.incident} number={waves.length + 2} onClose={() => setOpen(false)} />}
    </>
  );
}
