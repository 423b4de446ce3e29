/** Taking up again what has ended: re-open, or un-merge; with a reason that stays in the file. */
import { useState } from 'react';
import { holds } from '../app/access.ts';
import { useMe } from '../app/session.ts';
import { useAction } from '../app/useAction.ts';
import { useTongue } from '../i18n/index.ts';
import type { IncidentFields } from '../sync/kinds.ts';
import { ReasonDialog } from './ReasonDialog.tsx';

export interface BackToWorkProps {
  readonly id: string;
  readonly incident: IncidentFields;
  readonly keys?: boolean;
  /** Opened from outside, by a key; else by the button alone. */
  readonly isOpen?: boolean;
  readonly onOpen?: () => void;
  readonly onClose?: () => void;
}

export function BackToWork({ id, incident, keys = false, isOpen, onOpen, onClose }: BackToWorkProps) {
  const { t } = useTongue();
  const me = useMe();
  const action = useAction();
  const [isOwnOpen, setOwnOpen] = useState(false);
  const isMerged = incident.state === 'merged';
  const isEnded = incident.state === 'closed' || incident.state === 'cancelled';
  const may = isMerged
    ? holds(me, 'commander', 'county_desk', 'call_taker')
    : isEnded && holds(me, 'commander', 'county_desk', 'inspector');
  if (!may) return null;
  const usual = isMerged
    ? [t('unmerge.different'), t('unmerge.mistake')]
    : [t('reopen.again'), t('reopen.unfinished'), t('reopen.not_mistaken')];
  const close = () => {
    setOwnOpen(false);
    onClose?.();
  };
  return (
    <>
      <button type="button" className="btn no-print" onClick={onOpen ?? (() => setOwnOpen(true))}>
        {t(isMerged ? 'unmerge.button' : 'reopen.button')} {keys && <kbd>{isMerged ? 'm' : 'o'}</kbd>}
      </button>
      <ReasonDialog
        isOpen={isOpen ?? isOwnOpen}
        title={t(isMerged ? 'unmerge.title' : 'reopen.title', { number: incident.number })}
        label={t(isMerged ? 'unmerge.reason' : 'reopen.reason')}
        usual={usual}
        ok={t(isMerged ? 'unmerge.ok' : 'reopen.ok')}
        trouble={action.trouble}
        onClose={close}
        onOk={(reason) =>
          action.run(async (send) => {
            const values = { incident_id: id };
            if (isMerged) await send({ path: '/api/incidents/{incident_id}/unmerge', values, body: { reason } });
            else await send({ path: '/api/incidents/{incident_id}/reopen', values, body: { reason } });
          })
        }
      />
    </>
  );
}
