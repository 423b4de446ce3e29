/** 集中派警: when many wait, that all can be assigned at once; one key shows how. */
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import type { BoardRow } from './rows.ts';
import { SurgeDialog } from './SurgeDialog.tsx';
import { useSurge, type SurgePlan } from './useSurge.ts';

const LEAST = 2;

export function Surge({ waiting }: { waiting: readonly BoardRow[] }) {
  const { t } = useTongue();
  const me = useMe();
  const open = waiting.filter((row) => row.incident.state === 'opened' && !row.incident.is_inspection_only).length;
  const { view, again } = useSurge(holds(me, 'commander', 'county_desk') && open >= LEAST);
  // The plan stands still while somebody reads it.
  const [shown, setShown] = useState<SurgePlan | null>(null);
  const plan = view?.plan ?? null;
  useKeys({ b: () => setShown(plan) }, plan !== null);
  return (
    <>
      {plan !== null && view !== null && (
        <button type="button" className="btn small primary surge-banner" onClick={() => setShown(plan)}>
          {t('surge.banner', { n: view.waiting })} <kbd>b</kbd>
        </button>
      )}
      {shown !== null && (
        <SurgeDialog
          plan={shown}
          newer={plan !== shown ? plan : null}
          onNewer={setShown}
          onClose={() => {
            setShown(null);
            again();
          }}
        />
      )}
    </>
  );
}
