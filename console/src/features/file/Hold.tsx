/** Legal hold of a recording: why, until when, and lifting it. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { dayOf } from '../../ui/time.ts';
import type { Recording } from './recording.ts';

/** The end of a day as the hall counts days. */
function endOf(day: string): string | undefined {
  return day === '' ? undefined : `${day}T23:59:59+08:00`;
}

export function Hold({ recording, canHold, onDone }: { recording: Recording; canHold: boolean; onDone: () => void }) {
  const { t } = useTongue();
  const action = useAction();
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState('');
  const { hold } = recording;
  const values = { recording_id: recording.id };

  async function done(reason: string): Promise<boolean> {
    const isDone = await action.run(async (send) => {
      if (hold === null) {
        const until = endOf(day);
        const body = until === undefined ? { reason } : { reason, until };
        await send({ path: '/api/evidence/recordings/{recording_id}/hold', values, body });
      } else {
        await send({ path: '/api/evidence/recordings/{recording_id}/release', values, body: { reason } });
      }
    });
    if (isDone) onDone();
    return isDone;
  }
  return (
    <>
      {hold !== null && (
        <span className="tag warn" title={t('recording.held_what', { by: hold.by, day: dayOf(hold.at), reason: hold.reason })}>
          {t('recording.held')}
          {hold.until !== null && ` ${t('recording.held_until', { day: dayOf(hold.until) })}`}
        </span>
      )}
      {canHold && recording.erased_at === null && (
        <button type="button" className="btn small no-print" onClick={() => setOpen(true)}>
          {t(hold === null ? 'recording.hold' : 'recording.release')}
        </button>
      )}
      <ReasonDialog
        isOpen={isOpen}
        title={t(hold === null ? 'recording.hold_title' : 'recording.release')}
        label={t(hold === null ? 'recording.hold_reason' : 'recording.release_reason')}
        usual={hold === null ? [t('recording.hold_case'), t('recording.complaint')] : [t('recording.release_done')]}
        least={4}
        ok={t(hold === null ? 'recording.hold' : 'recording.release')}
        trouble={action.trouble}
        onOk={done}
        onClose={() => setOpen(false)}
      >
        {hold === null && (
          <label>
            <span className="label">{t('recording.hold_until')}</span>
            <input className="field" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          </label>
        )}
      </ReasonDialog>
    </>
  );
}
