/** Seeing the reporter's number, with a purpose that stays in the file. */
import { useState } from 'react';
import { useAction } from '../app/useAction.ts';
import { useTongue } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

export interface RevealProps {
  readonly incidentId: string;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function Reveal({ incidentId, isOpen, onOpen, onClose }: RevealProps) {
  const { t } = useTongue();
  const action = useAction();
  const [data, setData] = useState<Schema<'PersonalData'> | null>(null);

  async function reveal(purpose: string): Promise<boolean> {
    return action.run(async (send) => {
      const values = { incident_id: incidentId };
      setData(await send({ path: '/api/incidents/{incident_id}/reveal', values, body: { purpose } }));
    });
  }
  if (data !== null) {
    return (
      <span className="row">
        <strong>{data.reporter_name ?? t('reveal.no_name')}</strong>
        {data.reporter_phone === null ? (
          <span className="muted">{t('reveal.no_phone')}</span>
        ) : (
          <a className="num" href={`tel:${data.reporter_phone}`}>
            {data.reporter_phone}
          </a>
        )}
      </span>
    );
  }
  return (
    <>
      <button type="button" className="btn small quiet" onClick={onOpen}>
        {t('reveal.button')}
      </button>
      <ReasonDialog
        isOpen={isOpen}
        title={t('reveal.title')}
        label={t('reveal.purpose')}
        usual={[t('reveal.call_back'), t('reveal.verify')]}
        least={4}
        ok={t('reveal.ok')}
        trouble={action.trouble}
        onOk={reveal}
        onClose={onClose}
      />
    </>
  );
}
