/** Restrictions that hold, in the list of layers: seen by all, lifted and added by those who may. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { clockOf } from '../../ui/time.ts';

export function Restrictions({ may, onAdd }: { may: boolean; onAdd: () => void }) {
  const { t } = useTongue();
  const restrictions = useList('restriction');
  const action = useAction();
  const [lifted, setLifted] = useState<string | null>(null);
  if (restrictions.length === 0 && !may) return null;
  return (
    <div className="restrictions">
      {restrictions.length > 0 && <span className="label">{t('roads.list')}</span>}
      {restrictions.map((one) => (
        <div key={one.id} className="row">
          <span className="grow">
            <span className={one.kind === 'closed' ? 'tag danger' : 'tag warn'}>
              {one.kind === 'closed' ? t('roads.kind.closed') : t('roads.slow_at', { n: Math.round(one.speed_kmh ?? 0) })}
            </span>{' '}
            {one.place_text}{' '}
            <span className="muted">
              {one.reason}
              {one.until !== null && ` · ${t('roads.until', { at: clockOf(one.until) })}`}
            </span>
          </span>
          {may && (
            <button type="button" className="btn small" onClick={() => setLifted(one.id)}>
              {t('roads.lift')}
            </button>
          )}
        </div>
      ))}
      {may && (
        <button type="button" className="btn small" onClick={onAdd}>
          {t('roads.add')}
        </button>
      )}
      <ReasonDialog
        isOpen={lifted !== null}
        title={t('roads.lift_title')}
        label={t('roads.reason')}
        usual={[t('roads.lift_done'), t('roads.lift_mistake')]}
        ok={t('roads.lift')}
        trouble={action.trouble}
        onClose={() => setLifted(null)}
        onOk={(reason) =>
          action.run(async (send) => {
            const values = { restriction_id: lifted ?? '' };
            await send({ path: '/api/roads/restrictions/{restriction_id}/restore', values, body: { reason } });
          })
        }
      />
    </div>
  );
}
