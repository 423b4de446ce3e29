/** What a draft changes, what is still wrong with it, and publishing it as a new version with a reason. */
import { useAction } from '../../../app/useAction.ts';
import { useTongue } from '../../../i18n/index.ts';
import { PublishForm } from '../PublishForm.tsx';
import { isSame, restored, type Body, type Change, type Fault, type SheetKind } from './draft.ts';
import { nameOfEntry } from './names.ts';
import type { Held } from './useDraft.ts';

const MOST = 8;

export interface PublishSheetProps {
  readonly kind: SheetKind;
  readonly newest: number;
  readonly draft: Held | null;
  readonly changes: readonly Change[];
  readonly faults: readonly Fault[];
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly onGo: (where: string) => void;
  readonly onDone: () => void;
  readonly onForget: () => void;
  /** Put the changes upon the version that came meanwhile. */
  readonly onRebase: () => Promise<void>;
}

export function PublishSheet({ kind, newest, draft, changes, faults, note, onNote, onGo, onDone, onForget, onRebase }: PublishSheetProps) {
  const tongue = useTongue();
  const { t, pick } = tongue;
  const action = useAction();
  const isStale = draft !== null && draft.base !== newest;

  async function publish(): Promise<void> {
    if (draft === null) return;
    const body = { kind, base_version: draft.base, body: draft.body, note: note.trim() };
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/triage/sheet-versions', body });
    });
    if (isDone) onDone();
  }
  return (
    <PublishForm
      className="sheet-publish"
      next={newest + 1}
      action={action}
      note={note}
      onNote={onNote}
      noteLabel={t('sheet.reason')}
      isClosed={draft === null}
      isReady={draft !== null && !isStale && faults.length === 0}
      onPublish={publish}
      onForget={draft === null ? undefined : onForget}
    >
      {draft === null && <p className="muted">{t('sheet.unchanged')}</p>}
      {isStale && (
        <div className="hint warn" role="alert">
          <p>{t('sheet.stale', { n: newest, base: draft.base })}</p>
          <button type="button" className="btn small" onClick={() => void action.run(onRebase)}>
            {t('sheet.rebase')}
          </button>
        </div>
      )}
      {changes.length > 0 && (
        <ul className="sheet-changes">
          {changes.slice(0, MOST).map((one) => (
            <li key={`${one.kind} ${one.entry.key} ${one.entry.where}`}>
              <span className="tag">{t(`sheet.change.${one.kind}`)}</span>{' '}
              {one.kind === 'removed' ? (
                nameOfEntry(one.entry, tongue)
              ) : (
                <button type="button" className="link" onClick={() => onGo(one.entry.where)}>
                  {nameOfEntry(one.entry, tongue)}
                </button>
              )}
            </li>
          ))}
          {changes.length > MOST && <li className="muted">{t('alert.more', { n: changes.length - MOST })}</li>}
        </ul>
      )}
      {faults.length > 0 && (
        <div className="trouble" role="alert">
          <ul>
            {faults.slice(0, MOST).map((one) => (
              <li key={one.where + one.zh}>
                <button type="button" className="link" onClick={() => onGo(one.where)}>
                  {pick(one.zh, one.en)}
                </button>
              </li>
            ))}
            {faults.length > MOST && <li>{t('alert.more', { n: faults.length - MOST })}</li>}
          </ul>
        </div>
      )}
    </PublishForm>
  );
}

/** Bringing an older version back: it becomes the draft, to be looked at and published like any other. */
export function RestoreSheet({ version, older, present, onRestore }: { version: number; older: Body; present: Body; onRestore: (body: Body) => void }) {
  const { t } = useTongue();
  const draft = restored(older, present);
  return (
    <div className="admin-form sheet-publish">
      <h3>{t('sheet.restore', { n: version })}</h3>
      <p className="muted">{t(isSame(draft, present) ? 'sheet.restore.same' : 'sheet.restore.what')}</p>
      <div className="row">
        <button type="button" className="btn primary" disabled={isSame(draft, present)} onClick={() => onRestore(draft)}>
          {t('sheet.restore.do')}
        </button>
      </div>
    </div>
  );
}
