/** Asking for a reason, with the usual ones at hand; the words stay until it was done. */
import { Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTongue } from '../i18n/index.ts';
import type { Sentence } from '../source/refusal.ts';
import { Trouble } from '../ui/Trouble.tsx';

export interface ReasonDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly label: string;
  readonly usual?: readonly string[];
  readonly least?: number;
  readonly isDanger?: boolean;
  readonly ok: string;
  readonly trouble: Sentence | null;
  /** What else is asked, below the reason. */
  readonly children?: ReactNode;
  /** True when it was done: the dialog closes then. */
  readonly onOk: (reason: string) => Promise<boolean>;
  readonly onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTongue();
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isLong = reason.trim().length >= (props.least ?? 2);

  async function done(): Promise<void> {
    if (!isLong || isBusy) return;
    setBusy(true);
    const isDone = await props.onOk(reason.trim());
    setBusy(false);
    if (!isDone) return;
    setReason('');
    props.onClose();
  }

  return (
    <Modal
      open={props.isOpen}
      title={props.title}
      okText={props.ok}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isLong, loading: isBusy, danger: props.isDanger ?? false }}
      onOk={() => void done()}
      onCancel={props.onClose}
      width={440}
      destroyOnHidden
    >
      <label>
        <span className="label">{props.label}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={200}
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void done();
          }}
        />
      </label>
      {props.usual !== undefined && (
        <div className="row wrap usual">
          {props.usual.map((one) => (
            <button key={one} type="button" className="btn small" onClick={() => setReason(one)}>
              {one}
            </button>
          ))}
        </div>
      )}
      {props.children}
      <Trouble sentence={props.trouble} />
    </Modal>
  );
}
