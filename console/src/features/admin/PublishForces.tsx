/** A new version of the table of forces from what was gathered. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { changesOf, tableOf, type ForceTable, type ForceType } from './forceDraft.ts';
import { PublishForm } from './PublishForm.tsx';

interface PublishForcesProps {
  readonly base: number;
  readonly held: ForceTable;
  readonly staged: ReadonlyMap<string, ForceType>;
  readonly skills: string;
  readonly onMade: () => void;
}

export function PublishForces({ base, held, staged, skills, onMade }: PublishForcesProps) {
  const { t } = useTongue();
  const action = useAction();
  const [note, setNote] = useState('');
  const count = changesOf(held, staged, skills);

  async function publish(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const body = { base_version: base, table: tableOf(held, staged, skills), note: note.trim() };
      await send({ path: '/api/dispatch/force-versions', body });
    });
    if (isDone) onMade();
  }
  return (
    <PublishForm next={base + 1} action={action} note={note} onNote={setNote} isReady={count > 0} onPublish={publish}>
      <p className="muted">{t('admin.forces.gathered', { n: count })}</p>
    </PublishForm>
  );
}
