/** Accounts: found, made, changed, switched off. */
import { useMemo, useRef, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { useKeys } from '../../ui/keys.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { AccountForm } from './AccountForm.tsx';
import { ROLES } from './roles.ts';

type Activity = 'active' | 'off' | 'all';

export function Accounts() {
  const { t, term, lang } = useTongue();
  const accounts = useList('account');
  useOrganisations();
  const [words, setWords] = useState('');
  const [role, setRole] = useState('');
  const [activity, setActivity] = useState<Activity>('active');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const find = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => find.current?.focus(), n: () => setChosenId('new') });

  const shown = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    return accounts
      .filter((one) => activity === 'all' || (one.disabled_at === null) === (activity === 'active'))
      .filter((one) => role === '' || one.roles.some((held) => held === role))
      .filter(
        (one) =>
          wanted === '' ||
          [one.login, one.person, one.police_no, orgName(one.org_code, lang)].some((text) => text.toLowerCase().includes(wanted)),
      )
      .sort((a, b) => a.login.localeCompare(b.login, 'en', { numeric: true }));
  }, [accounts, words, role, activity, lang]);
  const chosen = chosenId === 'new' ? null : (accounts.find((one) => one.id === chosenId) ?? null);

  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.accounts')}>
        <header>
          <input
            ref={find}
            className="field find"
            type="search"
            placeholder={t('admin.accounts.find')}
            aria-label={t('admin.accounts.find')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <select className="field narrow" aria-label={t('admin.roles')} value={role} onChange={(event) => setRole(event.target.value)}>
            <option value="">{t('admin.accounts.every_role')}</option>
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {term('role', one)}
              </option>
            ))}
          </select>
          <select
            className="field narrow"
            aria-label={t('admin.accounts.activity')}
            value={activity}
            onChange={(event) => setActivity(event.target.value as Activity)}
          >
            {(['active', 'off', 'all'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`admin.accounts.${one}`)}
              </option>
            ))}
          </select>
          <span className="grow" />
          <span className="num muted">{shown.length}</span>
          <button type="button" className="btn primary small" onClick={() => setChosenId('new')}>
            {t('admin.accounts.new')} <kbd>n</kbd>
          </button>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.accounts')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('start.login')}</th>
                <th>{t('admin.person')}</th>
                <th>{t('admin.police_no')}</th>
                <th>{t('admin.roles')}</th>
                <th>{t('admin.org')}</th>
                <th>{t('admin.state')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id} className={`${one.id === chosenId ? 'chosen' : ''} ${one.disabled_at === null ? '' : 'off'}`}>
                  <td>
                    <button type="button" className="link" onClick={() => setChosenId(one.id)}>
                      {one.login}
                    </button>
                  </td>
                  <td>{one.person}</td>
                  <td>{one.police_no}</td>
                  <td>{one.roles.map((held) => term('role', held)).join(' · ')}</td>
                  <td>{orgName(one.org_code, lang)}</td>
                  <td>
                    <span className={one.disabled_at === null ? 'tag ok' : 'tag'}>
                      {one.disabled_at === null ? t('admin.in_use') : t('admin.switched_off')}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length === 0 && <Empty title={t('admin.none')} what={t('admin.none_what')} />}
        </div>
      </section>
      {chosenId === null || (chosenId !== 'new' && chosen === null) ? (
        <section className="panel" aria-label={t('admin.account')}>
          <Empty title={t('case.none')} what={t('admin.accounts.choose')} />
        </section>
      ) : (
        <AccountForm key={`${chosenId}.${chosen?.v ?? 0}`} account={chosen} onMade={setChosenId} />
      )}
    </div>
  );
}
