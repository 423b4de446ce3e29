/** A hazard found on patrol, and saying what was done about it. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Photos } from '../../panels/Photos.tsx';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';

const TONES = { open: 'warn', overdue: 'danger', handled: 'ok' } as const;

export function HazardLine({ hazard }: { hazard: Of<'hazard'> }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [isOpen, setOpen] = useState(false);
  return (
    <article className="duty-special">
      <header className="row">
        <strong className="grow cut">{term('hazard.kind', hazard.kind)}</strong>
        <span className={`tag ${TONES[hazard.state]}`}>{term('hazard.state', hazard.state)}</span>
        {hazard.state !== 'handled' && (
          <button type="button" className="btn small" onClick={() => setOpen(true)}>
            {t('patrol.hazard_handle')}
          </button>
        )}
      </header>
      <p>{hazard.text}</p>
      <p className="muted num">
        {hazard.call_sign} · {clockOf(hazard.reported_at)}
        {hazard.answer !== null && ` · ${hazard.handled_by_name ?? ''}: ${hazard.answer}`}
      </p>
      <Photos ids={hazard.media} label={t('patrol.hazards')} />
      <ReasonDialog
        isOpen={isOpen}
        title={t('patrol.hazard_handle')}
        label={hazard.text ?? ''}
        usual={[]}
        ok={t('duty.save')}
        trouble={action.trouble}
        onClose={() => setOpen(false)}
        onOk={(answer) =>
          action.run(async (send) => {
            await send({ path: '/api/field/hazards/{hazard_id}/handle', values: { hazard_id: hazard.id }, body: { answer } });
          })
        }
      />
    </article>
  );
}
