/** A new version of the class table: from what was gathered, or from a CSV. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { IncidentClass } from '../../panels/classes.ts';
import { PublishForm } from './PublishForm.tsx';

interface PublishProps {
  readonly base: number;
  readonly staged: ReadonlyMap<string, IncidentClass>;
  readonly onMade: () => void;
  readonly onForget: () => void;
}

export function Publish({ base, staged, onMade, onForget }: PublishProps) {
  const { t } = useTongue();
  const action = useAction();
  const [note, setNote] = useState('');
  const [csv, setCsv] = useState<{ readonly name: string; readonly text: string } | null>(null);

  async function publish(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const shared = { base_version: base, note: note.trim() };
      if (csv !== null) await send({ path: '/api/incidents/class-versions/csv', body: { ...shared, csv: csv.text } });
      else await send({ path: '/api/incidents/class-versions', body: { ...shared, classes: [...staged.values()] } });
    });
    if (isDone) onMade();
  }

  return (
    <PublishForm
      next={base + 1}
      action={action}
      note={note}
      onNote={setNote}
      isReady={staged.size > 0 || csv !== null}
      onPublish={publish}
      onForget={staged.size > 0 ? onForget : undefined}
    >
      <p className="muted">{csv === null ? t('admin.classes.gathered', { n: staged.size }) : t('admin.classes.from_csv', { name: csv.name })}</p>
      <label>
        <span className="label">{t('admin.classes.csv')}</span>
        <input
          className="field"
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file === undefined) setCsv(null);
            else void file.text().then((text) => setCsv({ name: file.name, text }));
          }}
        />
      </label>
    </PublishForm>
  );
}
