/** Publishing what was gathered as a new version, with a reason: one form for class tables, forces and triage's data. */
import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { Action } from '../../app/useAction.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const NOTE_LEAST = 2;
const NOTE_MOST = 200;

interface PublishFormProps {
  readonly next: number;
  readonly action: Action;
  readonly note: string;
  readonly onNote: (note: string) => void;
  /** Whether there is something to publish; a reason is asked for besides. */
  readonly isReady: boolean;
  readonly onPublish: () => Promise<void>;
  /** Left out: there is nothing to forget. */
  readonly onForget?: (() => void) | undefined;
  readonly noteLabel?: string;
  readonly isClosed?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function PublishForm({ next, action, note, onNote, isReady, onPublish, onForget, noteLabel, isClosed = false, className = '', children }: PublishFormProps) {
  const { t } = useTongue();
  const mayPublish = isReady && note.trim().length >= NOTE_LEAST && action.state === 'idle';
  return (
    <form
      className={`admin-form ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayPublish) void onPublish();
      }}
    >
      <h3>{t('admin.classes.publish', { n: next })}</h3>
      {children}
      <label>
        <span className="label">{noteLabel ?? t('admin.classes.note')}</span>
        <input className="field" minLength={NOTE_LEAST} maxLength={NOTE_MOST} disabled={isClosed} value={note} onChange={(event) => onNote(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={!mayPublish}>
          {t('admin.classes.publish_it')}
        </button>
        {onForget !== undefined && (
          <button type="button" className="btn quiet" onClick={onForget}>
            {t('admin.classes.forget')}
          </button>
        )}
      </div>
    </form>
  );
}
