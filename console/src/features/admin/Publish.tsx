/** A new version of the class table: from what was gathered, or from a CSV. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { IncidentClass } from '../../panels/classes.ts';
import { Trouble } from '../../ui/Trouble.tsx';

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
  const isReady = note.trim().length >= 2 && (staged.size > 0 || csv !== null) && action.state === 'idle';

  async function publish(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const shared = { base_version: base, note: note.trim() };
      if (csv !== null) await send({ path: '/api/incidents/class-versions/csv', body: { ...shared, csv: csv.text } });
      else await send({ path: '/api/incidents/class-versions', body: { ...shared, classes: [...staged.values()] } });
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
      <label>
        <span className="label">{t('admin.classes.note')}</span>
        <input className="field" minLength={2} maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={!isReady}>
          {t('admin.classes.publish_it')}
        </button>
        {staged.size > 0 && (
          <button type="button" className="btn quiet" onClick={onForget}>
            {t('admin.classes.forget')}
          </button>
        )}
      </div>
    </form>
  );
}
