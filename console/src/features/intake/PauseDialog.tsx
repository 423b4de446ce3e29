/** Why the seat is paused: a digit and Enter. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { PauseReason } from '../../sync/kinds.ts';

export const REASONS: readonly PauseReason[] = ['rest', 'meal', 'training', 'meeting', 'equipment', 'other'];

export interface PauseDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onPause: (reason: PauseReason) => void;
}

export function PauseDialog({ isOpen, onClose, onPause }: PauseDialogProps) {
  const { t, term } = useTongue();
  const [chosen, setChosen] = useState<PauseReason>('rest');

  function done(): void {
    onPause(chosen);
    setChosen('rest');
    onClose();
  }
  return (
    <Modal
      open={isOpen}
      title={t('seat.pause')}
      okText={t('pause.ok')}
      cancelText={t('common.cancel')}
      onOk={done}
      onCancel={onClose}
      width={360}
      destroyOnHidden
    >
      <fieldset
        className="settle"
        onKeyDown={(event) => {
          const one = REASONS[Number(event.key) - 1];
          if (one !== undefined) setChosen(one);
          if (event.key === 'Enter') {
            event.preventDefault();
            done();
          }
        }}
      >
        <legend className="label">{t('pause.title')}</legend>
        {REASONS.map((one, index) => (
          <label key={one} className="row">
            <input type="radio" name="pause" autoFocus={index === 0} checked={chosen === one} onChange={() => setChosen(one)} />
            <kbd>{index + 1}</kbd> {term('pause', one)}
          </label>
        ))}
      </fieldset>
    </Modal>
  );
}
