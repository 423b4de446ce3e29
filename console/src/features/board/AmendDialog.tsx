/** Correcting class, level, place, words: the same fields as at the seat, and a reason. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { useClasses } from '../../panels/classes.ts';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { ClassField } from '../../panels/form/ClassField.tsx';
import { LevelField } from '../../panels/form/LevelField.tsx';
import { PlaceField } from '../../panels/form/PlaceField.tsx';
import { amendBody, type CallDraft } from '../../panels/form/callDraft.ts';
import '../../panels/form/form.css';

function draftOf(incident: Of<'incident'>): CallDraft {
  return {
    narrative: incident.narrative ?? '',
    heard: '',
    classCode: incident.class_code,
    level: incident.level,
    place: { text: incident.place_text ?? '', lon: incident.lon, lat: incident.lat },
    placeQuery: '',
    name: '',
    phone: '',
    isUnsafe: incident.is_unsafe_to_contact,
    answers: [],
    heardTo: null,
  };
}

export function AmendDialog({ incident, onClose }: { incident: Of<'incident'>; onClose: () => void }) {
  const { t } = useTongue();
  const classes = useClasses();
  const action = useAction();
  const [draft, setDraft] = useState(() => draftOf(incident));
  const [reason, setReason] = useState('');
  const change = (part: Partial<CallDraft>) => setDraft((before) => ({ ...before, ...part }));
  const call = { draft, change, chosenClass: classes.find((one) => one.code === draft.classCode) };
  const body = amendBody(draft, incident);

  async function done(): Promise<void> {
    if (body === null || reason.trim() === '') return;
    const isDone = await action.run(async (send) => {
      const values = { incident_id: incident.id };
      await send({ path: '/api/incidents/{incident_id}/amend', values, body: { ...body, reason: reason.trim() } });
    });
    if (isDone) onClose();
  }

  return (
    <Modal
      open
      title={t('amend.title', { number: incident.number })}
      okText={t('amend.ok')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: body === null || reason.trim() === '', loading: action.state !== 'idle' }}
      onOk={() => void done()}
      onCancel={onClose}
      width={600}
    >
      <div className="seat-fields">
        <label>
          <span className="label">{t('seat.narrative')}</span>
          <textarea
            className="field"
            rows={4}
            maxLength={8000}
            autoFocus
            value={draft.narrative}
            onChange={(event) => change({ narrative: event.target.value })}
          />
        </label>
        <div className="seat-pair">
          <ClassField call={call} />
          <LevelField call={call} />
        </div>
        <PlaceField call={call} own={[]} />
        <label className="seat-check">
          <input
            type="checkbox"
            checked={draft.isUnsafe}
            onChange={(event) => change({ isUnsafe: event.target.checked })}
          />
          {t('seat.unsafe')}
        </label>
        <label>
          <span className="label">{t('amend.reason')}</span>
          <input className="field" maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <Trouble sentence={action.trouble} />
      </div>
    </Modal>
  );
}
