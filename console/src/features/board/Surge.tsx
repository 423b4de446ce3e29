/** 集中派警: when many wait, that all can be assigned at once; one key shows how. */
import { useState } from 'react';
import { holds } from '../../app/access.ts';
import { useAction } from '../../app/useAction.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { BoardRow } from './rows.ts';
import { SurgeDialog } from './SurgeDialog.tsx';
import { useSurge, type KeptSurge, type SurgePlan } from './useSurge.ts';

const LEAST = 2;

export function Surge({ waiting }: { waiting: readonly BoardRow[] }) {
  const { t } = useTongue();
  const me = useMe();
  const open = waiting.filter((row) => row.incident.state === 'opened' && !row.incident.is_inspection_only).length;
  const { view, again } = useSurge(holds(me, 'commander', 'county_desk') && open >= LEAST);
  const action = useAction();
  // The plan stands still while somebody reads it, and the hall keeps it: what is accepted is what was read.
  const [shown, setShown] = useState<{ readonly kept: KeptSurge; readonly beside: SurgePlan | null } | null>(null);
  const plan = view?.plan ?? null;
  function propose(): void {
    void action.run(async (post) => setShown({ kept: await post({ path: '/api/dispatch/surges' }), beside: plan }));
  }
  useKeys({ b: propose }, plan !== null && shown === null);
  return (
    <>
      {plan !== null && view !== null && (
        <button type="button" className="btn small primary surge-banner" disabled={action.state !== 'idle'} onClick={propose}>
          {t('surge.banner', { n: view.waiting })} <kbd>b</kbd>
        </button>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {shown !== null && (
        <SurgeDialog
          key={shown.kept.surge_id}
          kept={shown.kept}
          onAgain={plan !== null && plan !== shown.beside ? propose : null}
          onClose={() => {
            setShown(null);
            again();
          }}
        />
      )}
    </>
  );
}
