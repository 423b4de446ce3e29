/** Everything in a sheet that is edited by itself, part by part: found by any word in it, `j` and `k` go through. */
import { useRef, useState } from 'react';
import { useTongue } from '../../../i18n/index.ts';
import { useClasses } from '../../../panels/classes.ts';
import { useKeys } from '../../../ui/keys.ts';
import { Empty } from '../../../ui/Trouble.tsx';
import { entriesOf, faultsUnder, valueAt, withValue, type Change } from './draft.ts';
import { useEditing } from './editing.ts';
import { besideName, groupOf, nameOfEntry, type Group } from './names.ts';

export interface EntryListProps {
  readonly groups: readonly Group[];
  readonly changes: readonly Change[];
  readonly chosen: string | null;
  readonly onChoose: (where: string) => void;
}

export function EntryList({ groups, changes, chosen, onChoose }: EntryListProps) {
  const tongue = useTongue();
  const { t } = tongue;
  useClasses();
  const { body, isOpen, faults, replace } = useEditing();
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState(groups[0]?.list ?? '');
  // What was chosen from elsewhere (a fault, a change) brings its part with it.
  const [shownFor, setShownFor] = useState(chosen);
  if (chosen !== shownFor) {
    setShownFor(chosen);
    if (chosen !== null) setPicked(groupOf(chosen));
  }
  const group = groups.find((one) => one.list === picked) ?? groups[0];
  const find = useRef<HTMLInputElement>(null);
  const text = words.trim().toLowerCase();
  const all = entriesOf(body);
  const rows = all
    .filter((one) => groupOf(one.where) === group?.list)
    .filter((one) => text === '' || `${nameOfEntry(one, tongue)} ${JSON.stringify(one.value)}`.toLowerCase().includes(text));
  const kindOf = new Map(changes.map((one) => [one.entry.where, one.kind]));

  function step(by: 1 | -1): void {
    const at = rows.findIndex((one) => one.where === chosen);
    const next = rows[at === -1 ? 0 : at + by];
    if (next === undefined) return;
    onChoose(next.where);
    requestAnimationFrame(() => document.querySelector(`[data-entry="${next.where}"]`)?.scrollIntoView({ block: 'nearest' }));
  }
  /** On a small screen the form stands below the list: it is brought into sight. */
  function open(where: string): void {
    onChoose(where);
    if (matchMedia('(max-width: 1180px)').matches)
      requestAnimationFrame(() => document.querySelector('.sheet-form')?.scrollIntoView({ block: 'start' }));
  }
  function add(): void {
    if (!group?.fresh || !isOpen) return;
    const list = valueAt(body, group.list);
    const held = Array.isArray(list) ? (list as readonly unknown[]) : [];
    replace(withValue(body, group.list, [...held, group.fresh]));
    setWords('');
    onChoose(`${group.list}.${held.length}`);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.sheet-form input:not(:disabled)')?.focus());
  }
  useKeys({ '/': () => find.current?.focus(), j: () => step(1), k: () => step(-1), n: add });

  return (
    <section className="panel sheet-list" aria-label={t('sheet.entries')}>
      <header className="wrap">
        {groups.map((one) => (
          <button key={one.list} type="button" className="btn small" aria-pressed={one.list === group?.list} onClick={() => setPicked(one.list)}>
            {t(one.title)} <span className="num">{all.filter((each) => groupOf(each.where) === one.list).length}</span>
          </button>
        ))}
        <input
          ref={find}
          className="field"
          type="search"
          aria-label={t('sheet.find')}
          placeholder={t('sheet.find')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {isOpen && group !== undefined && group.fresh !== null && (
          <button type="button" className="btn small" onClick={add}>
            {t('sheet.new')} <kbd>n</kbd>
          </button>
        )}
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('sheet.entries')}>
        <ul className="sheet-entries">
          {rows.map((one) => {
            const faulty = faultsUnder(faults, one.where).length;
            const kind = kindOf.get(one.where);
            return (
              <li key={one.where}>
                <button type="button" data-entry={one.where} aria-current={one.where === chosen ? 'true' : undefined} onClick={() => open(one.where)}>
                  <span className="grow">
                    {nameOfEntry(one, tongue)} <span className="muted num">{besideName(one)}</span>
                  </span>
                  {faulty > 0 && <span className="tag danger">{t('sheet.faulty', { n: faulty })}</span>}
                  {kind !== undefined && <span className="tag accent">{t(`class.change.${kind === 'removed' ? 'changed' : kind}`)}</span>}
                </button>
              </li>
            );
          })}
        </ul>
        {rows.length === 0 && <Empty title={t('sheet.nothing')} what={t('sheet.nothing_what')} />}
      </div>
    </section>
  );
}
