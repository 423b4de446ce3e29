/** One panic call: who, since when, where; confirmed by a person, ended by a person. */
import { useState } from 'react';
import { Link } from 'wouter';
import { useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

/** Sent so much later than pressed, the phone had no network. */
const LATE_MS = 15_000;

export function PanicStrip({ panic }: { panic: Of<'panic'> }) {
  const { t } = useTongue();
  const action = useAction();
  const [isEnding, setEnding] = useState(false);
  const incident = useOne('incident', panic.incident_id);
  const name = `${panic.call_sign} ${panic.officer_name}`;
  const isLate = Date.parse(panic.raised_at) - Date.parse(panic.pressed_at) > LATE_MS;
  const values = { panic_id: panic.id };

  function acknowledge(): void {
    void action.run(async (send) => {
      await send({ path: '/api/field/panics/{panic_id}/acknowledge', values });
    });
  }

  return (
    <div className={panic.state === 'raised' ? 'urgent-strip panic' : 'urgent-strip panic seen'} role="alert">
      <strong>{panic.is_officer_down ? t('panic.strip_down') : t('panic.strip')}</strong>
      <span>{name}</span>
      <Age since={panic.pressed_at} />
      {isLate && <span>{t('panic.late', { at: clockOf(panic.pressed_at) })}</span>}
      {panic.lon === null && <span>{t('panic.no_place')}</span>}
      {incident !== undefined && (
        <Link href={`/board?incident=${incident.id}`}>
          {incident.number.slice(-6)} {incident.place_text}
        </Link>
      )}
      {panic.acknowledged_by !== null && panic.state === 'acknowledged' && (
        <span>{t('panic.acknowledged', { name: panic.acknowledged_by })}</span>
      )}
      <span className="grow" />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {panic.state === 'raised' && (
        <button
          type="button"
          className="btn small"
          title={t('panic.acknowledge_of', { name })}
          disabled={action.state !== 'idle'}
          onClick={acknowledge}
        >
          {t('panic.acknowledge')}
        </button>
      )}
      <button type="button" className="btn small" title={t('panic.end_of', { name })} onClick={() => setEnding(true)}>
        {t('panic.end')}
      </button>
      <ReasonDialog
        isOpen={isEnding}
        title={t('panic.end_of', { name })}
        label={t('panic.end_why')}
        usual={[t('panic.end_safe'), t('panic.end_mistake')]}
        ok={t('panic.end')}
        trouble={action.trouble}
        onOk={(note) =>
          action.run(async (send) => {
            await send({ path: '/api/field/panics/{panic_id}/end', values, body: { note } });
          })
        }
        onClose={() => setEnding(false)}
      />
    </div>
  );
}
