/** What the board asks before it acts: reasons, and what is put right. */
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { MergeDialog } from '../../panels/MergeDialog.tsx';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';
import { AmendDialog } from './AmendDialog.tsx';
import type { DetailDialog } from './Detail.tsx';
import type { BoardRow } from './rows.ts';
import type { Sending } from './useSending.ts';

export interface DialogsProps {
  readonly row: BoardRow;
  readonly action: Action;
  readonly dialog: DetailDialog;
  readonly onDialog: (dialog: DetailDialog) => void;
  readonly released: Of<'order'> | null;
  readonly onReleased: (order: Of<'order'> | null) => void;
  readonly sending: Sending;
}

export function Dialogs({ row, action, dialog, onDialog, released, onReleased, sending }: DialogsProps) {
  const { t } = useTongue();
  const { incident, orders } = row;
  const { picked, replaced } = sending;
  return (
    <>
      {dialog === 'amend' && <AmendDialog incident={incident} onClose={() => onDialog(null)} />}
      {dialog === 'merge' && <MergeDialog incident={incident} orders={orders} onClose={() => onDialog(null)} />}
      <ReasonDialog
        isOpen={dialog === 'cancel'}
        title={t('cancel.title', { number: incident.number })}
        label={t('cancel.reason')}
        usual={[t('cancel.withdrawn'), t('cancel.duplicate'), t('cancel.mistake')]}
        ok={t('cancel.ok')}
        isDanger
        trouble={action.trouble}
        onClose={() => onDialog(null)}
        onOk={(reason) =>
          action.run(async (post) => {
            const values = { incident_id: incident.id };
            await post({ path: '/api/incidents/{incident_id}/cancel', values, body: { reason } });
          })
        }
      />
      <ReasonDialog
        isOpen={released !== null}
        title={t('release.title', { name: released?.call_sign ?? '' })}
        label={t('release.reason')}
        usual={[t('release.nearer'), t('release.elsewhere'), t('release.not_needed')]}
        ok={t('release.ok')}
        isDanger
        trouble={action.trouble}
        onClose={() => onReleased(null)}
        onOk={(reason) =>
          action.run(async (post) => {
            const values = { order_id: released?.id ?? '' };
            await post({ path: '/api/dispatch/orders/{order_id}/release', values, body: { reason } });
          })
        }
      />
      <ReasonDialog
        isOpen={picked !== null}
        title={
          replaced === null
            ? t('reinforce.title', { name: picked?.name ?? '' })
            : t('reassign.title', { name: picked?.name ?? '', old: replaced.call_sign })
        }
        label={t(replaced === null ? 'reinforce.reason' : 'reassign.reason')}
        usual={
          replaced === null
            ? [t('reinforce.many'), t('reinforce.armed'), t('reinforce.asked')]
            : [t('release.nearer'), t('release.elsewhere')]
        }
        ok={t(replaced === null ? 'reinforce.ok' : 'reassign.ok')}
        trouble={action.trouble}
        onClose={sending.unpick}
        onOk={sending.confirm}
      />
    </>
  );
}
