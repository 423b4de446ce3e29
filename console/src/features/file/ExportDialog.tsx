/** Taking the file out of the hall: as the role sees it, or with personal data for a purpose that is written down. */
import { Modal } from 'antd';
import { useState } from 'react';
import { noteRefusal } from '../../app/session.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { download } from '../../source/download.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const LEAST = 4;

export interface ExportDialogProps {
  readonly incidentId: string;
  readonly number: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ExportDialog({ incidentId, number, isOpen, onClose }: ExportDialogProps) {
  const { t } = useTongue();
  const [isPersonal, setPersonal] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const isReady = !isPersonal || purpose.trim().length >= LEAST;

  async function done(): Promise<void> {
    if (!isReady || isBusy) return;
    setBusy(true);
    setTrouble(null);
    const query = isPersonal ? `?purpose=${encodeURIComponent(purpose.trim())}` : '';
    try {
      await download(`/api/incidents/${incidentId}/export${query}`, `${number}.zip`);
      setPurpose('');
      onClose();
    } catch (error) {
      setTrouble(sentenceOf(error));
      noteRefusal(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open={isOpen}
      title={t('export.title', { number })}
      okText={t('export.ok')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: isBusy }}
      onOk={() => void done()}
      onCancel={onClose}
      width={460}
      destroyOnHidden
    >
      <p>{t('export.what')}</p>
      <p className="muted">{t('export.recorded')}</p>
      <label className="row">
        <input type="checkbox" checked={isPersonal} onChange={(event) => setPersonal(event.target.checked)} />
        {t('export.personal')}
      </label>
      {isPersonal && (
        <label>
          <span className="label">{t('export.purpose')}</span>
          <input
            className="field"
            minLength={LEAST}
            maxLength={200}
            autoFocus
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void done();
            }}
          />
        </label>
      )}
      <Trouble sentence={trouble} />
    </Modal>
  );
}
