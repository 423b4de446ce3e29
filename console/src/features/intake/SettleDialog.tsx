/** Ending a contact without an incident: how, and a word to it. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { DISPOSITIONS, type Disposition } from './useCall.ts';

export interface SettleDialogProps {
  readonly isOpen: boolean;
  /** What the advice was that a person took: not police, with this note; "": none was taken. */
  readonly advised: string;
  readonly onClose: () => void;
  readonly onSettle: (disposition: Disposition, note: string) => void;
}

export function SettleDialog({ isOpen, advised, onClose, onSettle }: SettleDialogProps) {
  const { t, term } = useTongue();
  const [chosen, setChosen] = useState<Disposition>(advised === '' ? 'answered' : 'not_police');
  const [note, setNote] = useState(advised);

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
              autoFocus={one === (advised === '' ? 'answered' : 'not_police')}
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
