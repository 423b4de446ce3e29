/** What inspection found and did: written once, checked by a second inspector. */
import { useRef, useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Trouble } from '../../ui/Trouble.tsx';

export interface HandleProps {
  readonly incident: Of<'incident'>;
  readonly returned: Of<'review'> | undefined;
}

export function Handle({ incident, returned }: HandleProps) {
  const { t } = useTongue();
  const action = useAction();
  const stored = `yyl.handle.${incident.id}`;
  const [outcome, setOutcome] = useState(() => localStorage.getItem(stored) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const isLong = outcome.trim().length >= 2;

  async function done(): Promise<void> {
    if (!isLong) return;
    const isDone = await action.run(async (send) => {
      const values = { incident_id: incident.id };
      await send({ path: '/api/incidents/{incident_id}/handle', values, body: { outcome: outcome.trim() } });
    });
    if (!isDone) return;
    localStorage.removeItem(stored);
    setOutcome('');
  }
  useKeys({ h: () => field.current?.focus(), 'ctrl+Enter': () => void done() });

  return (
    <section className="decision" aria-label={t('handle.title')}>
      {returned?.remarks != null && (
        <p className="hint warn">
          {t('handle.returned', { name: returned.decided_by_name ?? '', remarks: returned.remarks })}
        </p>
      )}
      <label>
        <span className="label">
          {t('handle.outcome')} <kbd>h</kbd>
        </span>
        <textarea
          ref={field}
          className="field"
          rows={4}
          maxLength={2000}
          value={outcome}
          placeholder={t('handle.hint')}
          onChange={(event) => {
            setOutcome(event.target.value);
            localStorage.setItem(stored, event.target.value);
          }}
        />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button
          type="button"
          className="btn primary"
          disabled={!isLong || action.state !== 'idle'}
          onClick={() => void done()}
        >
          {action.state === 'retrying' ? t('common.retrying') : t('handle.ok')} <kbd>Ctrl Enter</kbd>
        </button>
        <span className="muted">{t('handle.second')}</span>
      </div>
    </section>
  );
}
