/** Ending a contact without an incident: how, and a word to it. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { DISPOSITIONS, type Disposition } from './useCall.ts';

export interface SettleDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSettle: (disposition: Disposition, note: string) => void;
}

export function SettleDialog({ isOpen, onClose, onSettle }: SettleDialogProps) {
  const { t, term } = useTongue();
  const [chosen, setChosen] = useState<Disposition>('answered');
  const [note, setNote] = useState('');

  function done(): void {
    onSettle(chosen, note.trim());
    setNote('');
    onClose();
  }

  return (
    <Modal
      open={isOpen}
      title={t('settle.title')}
      okText={t('settle.ok')}
      cancelText={t('common.cancel')}
      onOk={done}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <fieldset
        className="settle"
        onKeyDown={(event) => {
          const one = DISPOSITIONS[Number(event.key) - 1];
          if (one !== undefined) setChosen(one);
          if (event.key === 'Enter') {
            event.preventDefault();
            done();
          }
        }}
      >
        <legend className="label">{t('settle.how')}</legend>
        {DISPOSITIONS.map((one, index) => (
          <label key={one} className="row">
            <input
              type="radio"
              name="disposition"
              autoFocus={index === 0}
              checked={chosen === one}
              onChange={() => setChosen(one)}
            />
            <kbd>{index + 1}</kbd> {term('disposition', one)}
          </label>
        ))}
      </fieldset>
      <label>
        <span className="label">{t('settle.note')}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
    </Modal>
  );
}
