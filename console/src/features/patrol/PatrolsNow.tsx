/** Patrols that run and that ended today: who, how far, what is late, what was missed, what was found. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { HazardLine } from './HazardLine.tsx';
import { PatrolLine } from './PatrolLine.tsx';
import type { Patrols } from './usePatrols.ts';

export interface PatrolsNowProps {
  readonly patrols: Patrols;
  readonly orgCode: string;
  readonly chosen: string | null;
  readonly onChoose: (patrolId: string | null) => void;
}

export function PatrolsNow({ patrols, orgCode, chosen, onChoose }: PatrolsNowProps) {
  const { t } = useTongue();
  const action = useAction();
  const [taken, setTaken] = useState<{ readonly id: string; readonly title: string } | null>(null);
  const hazards = useList('hazard')
    .filter((one) => orgCode === '' || one.org_code === orgCode)
    .sort((a, b) => Number(a.state === 'handled') - Number(b.state === 'handled') || Date.parse(b.reported_at) - Date.parse(a.reported_at));
  return (
    <section className="panel" aria-label={t('patrol.now')}>
      <header>
        <h2 className="grow">{t('patrol.now')}</h2>
        <span className="muted num">{clockOf(patrols.now)}</span>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('patrol.now')}>
        {patrols.all.length === 0 && <Empty title={t('patrol.none_now')} what={t('patrol.none_now_what')} />}
        {patrols.all.map((one) => (
          <PatrolLine
            key={one.patrol.id}
            progress={one}
            now={patrols.now}
            isOpen={chosen === one.patrol.id}
            onOpen={() => onChoose(chosen === one.patrol.id ? null : one.patrol.id)}
            onTakeBack={() => setTaken({ id: one.patrol.id, title: one.patrol.title })}
          />
        ))}
        {hazards.length > 0 && <h3 className="label">{t('patrol.hazards')}</h3>}
        {hazards.map((one) => (
          <HazardLine key={one.id} hazard={one} />
        ))}
      </div>
      <ReasonDialog
        isOpen={taken !== null}
        title={t('patrol.take_back_of', { title: taken?.title ?? '' })}
        label={t('roads.reason')}
        usual={[]}
        ok={t('patrol.take_back')}
        trouble={action.trouble}
        onClose={() => setTaken(null)}
        onOk={(reason) =>
          action.run(async (send) => {
            await send({ path: '/api/field/patrols/{patrol_id}/cancel', values: { patrol_id: taken?.id ?? '' }, body: { reason } });
          })
        }
      />
    </section>
  );
}
