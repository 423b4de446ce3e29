/** One entry of a watch list: put, changed, ended before its day; and who met it when. */
import { useCallback, useState } from 'react';
import { hallNow } from '../../../app/clock.ts';
import { source } from '../../../app/hall.ts';
import { useAction } from '../../../app/useAction.ts';
import { useTongue } from '../../../i18n/index.ts';
import { orgName } from '../../../panels/organisations.ts';
import { ReasonDialog } from '../../../panels/ReasonDialog.tsx';
import { dayOf, secondsOf } from '../../../ui/time.ts';
import { Empty, Trouble } from '../../../ui/Trouble.tsx';
import { useAsked } from '../useAsked.ts';
import { amended, amendmentOf, draftOf, endOf, latest, NEW_WATCH, WATCH_KINDS, type WatchDraft, type WatchEntry, type WatchKind } from './watchDraft.ts';

interface FieldsProps {
  readonly draft: WatchDraft;
  readonly onChange: (part: Partial<WatchDraft>) => void;
}

function Fields({ draft, onChange }: FieldsProps) {
  const { t } = useTongue();
  return (
    <>
      <label>
        <span className="label">{t('watched.reason')}</span>
        <textarea className="field" rows={2} required minLength={2} maxLength={300} value={draft.reason} onChange={(event) => onChange({ reason: event.target.value })} />
      </label>
      <label>
        <span className="label">{t('watched.authority')}</span>
        <input
          className="field"
          required
          minLength={4}
          maxLength={200}
          placeholder={t('watched.authority_as')}
          value={draft.authority}
          onChange={(event) => onChange({ authority: event.target.value })}
        />
      </label>
      <div className="pair">
        <label>
          <span className="label">{t('watched.until')}</span>
          <input
            className="field"
            type="date"
            required
            min={dayOf(hallNow())}
            max={dayOf(latest(hallNow()))}
            value={draft.day}
            onChange={(event) => onChange({ day: event.target.value })}
          />
        </label>
        <label>
          <span className="label">{t('watched.owner')}</span>
          <input className="field" maxLength={40} value={draft.owner} onChange={(event) => onChange({ owner: event.target.value })} />
        </label>
      </div>
    </>
  );
}

export function NewWatch({ onDone }: { onDone: (id: string) => void }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [draft, setDraft] = useState(NEW_WATCH);
  const put = (part: Partial<WatchDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function send(): Promise<void> {
    let id = '';
    const owner = draft.owner.trim();
    const isDone = await action.run(async (post) => {
      const body = { kind: draft.kind, value: draft.value.trim(), reason: draft.reason.trim(), authority: draft.authority.trim(), until: endOf(draft.day), owner_name: owner === '' ? null : owner };
      id = (await post({ path: '/api/triage/watch', body })).entry_id;
    });
    if (isDone) onDone(id);
  }
  return (
    <section className="panel" aria-label={t('watched.new')}>
      <header>
        <h2>{t('watched.new')}</h2>
      </header>
      <form
        className="body admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          <span className="label">{t('watched.kind')}</span>
          <select className="field" autoFocus value={draft.kind} onChange={(event) => put({ kind: event.target.value as WatchKind })}>
            {WATCH_KINDS.map((one) => (
              <option key={one} value={one}>
                {term('watched.kind', one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="label">{t(`watched.value.${draft.kind}`)}</span>
          <input className="field" required minLength={2} maxLength={120} autoComplete="off" value={draft.value} onChange={(event) => put({ value: event.target.value })} />
        </label>
        <p className="muted">{t('watched.value_what')}</p>
        <Fields draft={draft} onChange={put} />
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={action.state !== 'idle'}>
            {t('watched.put')}
          </button>
        </div>
      </form>
    </section>
  );
}

export function WatchForm({ entry, onDone, onEnded }: { entry: WatchEntry; onDone: () => void; onEnded: () => void }) {
  const { t, term } = useTongue();
  const action = useAction();
  const ending = useAction();
  const [isEnding, setEnding] = useState(false);
  const [held, setHeld] = useState(entry);
  const [draft, setDraft] = useState(() => draftOf(entry));
  const amendment = amendmentOf(held, draft);
  // What somebody else changed is taken over, unless something is being written here.
  if (held.version !== entry.version && amendment === null) {
    setHeld(entry);
    setDraft(draftOf(entry));
  }
  const values = { entry_id: entry.id };

  async function amend(): Promise<void> {
    if (amendment === null) return;
    const isDone = await action.run(async (post) => {
      await post({ path: '/api/triage/watch/{entry_id}/amend', values, body: amendment });
    });
    if (!isDone) return;
    setHeld(amended(held, draft));
    onDone();
  }
  return (
    <section className="panel" aria-label={t('watched.one')}>
      <header>
        <h2 className="num">{entry.masked}</h2>
        <span className="grow">
          <span className="tag">{term('watched.kind', entry.kind)}</span>
        </span>
        <button type="button" className="btn small" data-watch-end="" onClick={() => setEnding(true)}>
          {t('watched.end')} <kbd>e</kbd>
        </button>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('watched.one')}>
        <form
          className="admin-form"
          onSubmit={(event) => {
            event.preventDefault();
            void amend();
          }}
        >
          <p className="muted">{t('watched.put_by', { who: entry.put_by_name, at: `${dayOf(entry.put_at)} ${secondsOf(entry.put_at)}` })}</p>
          <Fields draft={draft} onChange={(part) => setDraft((before) => ({ ...before, ...part }))} />
          <Trouble sentence={action.trouble} onClose={action.clear} />
          <div className="row">
            <button type="submit" className="btn primary" disabled={amendment === null || action.state !== 'idle'}>
              {t('watched.amend')}
            </button>
          </div>
        </form>
        <Looks entryId={entry.id} />
      </div>
      <ReasonDialog
        isOpen={isEnding}
        title={t('watched.end_title', { what: entry.masked })}
        label={t('admin.reason')}
        usual={[t('watched.end.done'), t('watched.end.withdrawn'), t('watched.end.mistaken')]}
        ok={t('watched.end')}
        trouble={ending.trouble}
        onClose={() => setEnding(false)}
        onOk={async (why) => {
          const isDone = await ending.run(async (post) => {
            await post({ path: '/api/triage/watch/{entry_id}/end', values, body: { why } });
          });
          if (isDone) onEnded();
          return isDone;
        }}
      />
    </section>
  );
}

function Looks({ entryId }: { entryId: string }) {
  const { t, lang } = useTongue();
  const ask = useCallback(() => source.get('/api/triage/watch/{entry_id}/looks', { entry_id: entryId }), [entryId]);
  const { answer, trouble } = useAsked(ask);
  return (
    <>
      <h3 className="admin-heading">{t('watched.looks')}</h3>
      <p className="muted">{t('watched.looks_what')}</p>
      <Trouble sentence={trouble} />
      {answer?.length === 0 && <Empty title={t('watched.no_looks')} />}
      {answer !== null && answer.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>{t('admin.history.at')}</th>
              <th>{t('admin.person')}</th>
              <th>{t('admin.org')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.map((one) => (
              <tr key={one.looked_at + one.contact_id + one.by_name}>
                <td className="at">
                  {dayOf(one.looked_at)} {secondsOf(one.looked_at)}
                </td>
                <td>{one.by_name}</td>
                <td>{one.by_org == null ? '—' : orgName(one.by_org, lang)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
