/** Watch lists: who or what is watched, under which authority, until when; and who met it. */
import { useEffect, useRef, useState } from 'react';
import { useNow } from '../../../app/clock.ts';
import { source } from '../../../app/hall.ts';
import { useTongue } from '../../../i18n/index.ts';
import { useOrganisations } from '../../../panels/organisations.ts';
import { useKeys } from '../../../ui/keys.ts';
import { dayOf } from '../../../ui/time.ts';
import { Empty, Trouble } from '../../../ui/Trouble.tsx';
import { useAsked } from '../useAsked.ts';
import { bySoonest, daysLeft, endsSoon, isFound, WATCH_KINDS } from './watchDraft.ts';
import { NewWatch, WatchForm } from './WatchForm.tsx';

const AGAIN_MS = 15_000;
const NEW = 'new';
const ask = () => source.get('/api/triage/watch');

export function WatchLists() {
  const { t, term } = useTongue();
  const { answer, trouble, again } = useAsked(ask);
  useOrganisations();
  // What somebody else puts or ends, and what runs out, shows by itself.
  useEffect(() => {
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  const now = useNow();
  const [words, setWords] = useState('');
  const [kind, setKind] = useState('');
  const [chosenId, setChosen] = useState<string | null>(null);
  const find = useRef<HTMLInputElement>(null);
  const shown = bySoonest((answer ?? []).filter((one) => isFound(one, words) && (kind === '' || one.kind === kind)));
  const chosen = answer?.find((one) => one.id === chosenId) ?? null;
  function step(by: 1 | -1): void {
    const at = shown.findIndex((one) => one.id === chosenId);
    const next = shown[at === -1 ? 0 : at + by];
    if (next !== undefined) setChosen(next.id);
  }
  useKeys({ '/': () => find.current?.focus(), n: () => setChosen(NEW), j: () => step(1), k: () => step(-1), e: () => document.querySelector<HTMLElement>('[data-watch-end]')?.click() });

  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.watch')}>
        <header>
          <input
            ref={find}
            className="field find"
            type="search"
            aria-label={t('watched.find')}
            placeholder={t('watched.find')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <select className="field narrow" aria-label={t('watched.kind')} value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('watched.every_kind')}</option>
            {WATCH_KINDS.map((one) => (
              <option key={one} value={one}>
                {term('watched.kind', one)}
              </option>
            ))}
          </select>
          <span className="grow muted cut">{t('watched.what')}</span>
          <span className="num muted">{shown.length}</span>
          <button type="button" className="btn primary small" onClick={() => setChosen(NEW)}>
            {t('watched.new')} <kbd>n</kbd>
          </button>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.watch')}>
          <Trouble sentence={trouble} />
          {answer === null && trouble === null && <Empty title={t('common.loading')} />}
          {shown.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{t('watched.value')}</th>
                  <th>{t('watched.kind')}</th>
                  <th>{t('watched.reason')}</th>
                  <th>{t('watched.authority')}</th>
                  <th>{t('watched.owner')}</th>
                  <th>{t('watched.by')}</th>
                  <th>{t('watched.until')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr key={one.id} className={one.id === chosenId ? 'chosen' : ''}>
                    <td className="at">
                      <button type="button" className="link" onClick={() => setChosen(one.id)}>
                        {one.masked}
                      </button>
                    </td>
                    <td className="at">{term('watched.kind', one.kind)}</td>
                    <td>{one.reason}</td>
                    <td>{one.authority}</td>
                    <td>{one.owner_name || '—'}</td>
                    <td>{one.put_by_name}</td>
                    <td className="at">
                      {dayOf(one.until)} <span className={endsSoon(one, now) ? 'tag warn' : 'muted'}>{t('watched.left', { n: daysLeft(one, now) })}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          {answer !== null && shown.length === 0 && <Empty title={t('watched.none')} what={t(answer.length === 0 ? 'watched.none_what' : 'admin.none_what')} />}
        </div>
      </section>
      {chosenId === NEW ? (
        <NewWatch
          onDone={(id) => {
            setChosen(id);
            again();
          }}
        />
      ) : chosen !== null ? (
        <WatchForm
          key={chosen.id}
          entry={chosen}
          onDone={again}
          onEnded={() => {
            setChosen(null);
            again();
          }}
        />
      ) : (
        <section className="panel" aria-label={t('watched.one')}>
          <Empty title={t('case.none')} what={t('watched.choose')} />
        </section>
      )}
    </div>
  );
}
