/** A new version of the table of forces from what was gathered. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { changesOf, tableOf, type ForceTable, type ForceType } from './forceDraft.ts';

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
  const isReady = note.trim().length >= 2 && count > 0 && action.state === 'idle';

  async function publish(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const body = { base_version: base, table: tableOf(held, staged, skills), note: note.trim() };
      await send({ path: '/api/dispatch/force-versions', body });
    });
    if (isDone) onMade();
  }
  return (
    <form
      className="admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void publish();
      }}
    >
      <h3>{t('admin.classes.publish', { n: base + 1 })}</h3>
      <p className="muted">{t('admin.forces.gathered', { n: count })}</p>
      <label>
        <span className="label">{t('admin.classes.note')}</span>
        <input className="field" minLength={2} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={!isReady}>
          {t('admin.classes.publish_it')}
        </button>
      </div>
    </form>
  );
}
