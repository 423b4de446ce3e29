/** Giving a repeat caller an owner, or another one. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { UnitSelect } from './UnitSelect.tsx';
import type { RepeatCaller } from './callers.ts';

export interface OwnerDialogProps {
  readonly caller: RepeatCaller;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function OwnerDialog({ caller, onDone, onClose }: OwnerDialogProps) {
  const { t } = useTongue();
  const action = useAction();
  const [name, setName] = useState(caller.owner_name ?? '');
  const [org, setOrg] = useState(caller.owner_org ?? '');
  const isReady = name.trim() !== '' && org !== '';

  async function assign(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const values = { entry_id: caller.entry_id };
      const body = { owner_name: name.trim(), org_code: org };
      await send({ path: '/api/triage/watch/{entry_id}/owner', values, body });
    });
    if (isDone) onDone();
  }
  return (
    <Modal
      open
      title={t('callers.assign_title', { masked: caller.masked })}
      okText={t('callers.assign')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: action.state !== 'idle' }}
      onOk={() => void assign()}
      onCancel={onClose}
      width={440}
      destroyOnHidden
    >
      <div className="caller-owner">
        <label>
          <span className="label">{t('callers.name')}</span>
          <input className="field" autoFocus maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <UnitSelect label={t('callers.org')} value={org} onChange={setOrg} />
        {caller.owner_name !== null && <p className="hint">{t('callers.assign_note')}</p>}
      </div>
      <Trouble sentence={action.trouble} />
    </Modal>
  );
}
