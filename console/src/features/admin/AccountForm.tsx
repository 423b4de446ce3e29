/** One account: who it is, what it may, its sign-ins; or a new one. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Schema } from '../../source/contract.ts';
import type { Of, Role } from '../../sync/kinds.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { OrgSelect } from './OrgSelect.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { ROLES } from './roles.ts';

export interface AccountFormProps {
  readonly account: Of<'account'> | null;
  readonly onMade: (id: string) => void;
}

function useCrews(): readonly Schema<'CrewName'>[] {
  const [crews, setCrews] = useState<readonly Schema<'CrewName'>[]>([]);
  useEffect(() => {
    source.get('/api/force/crews').then(setCrews, () => setCrews([]));
  }, []);
  return crews;
}

export function AccountForm({ account, onMade }: AccountFormProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const crews = useCrews();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [person, setPerson] = useState(account?.person ?? '');
  const [policeNo, setPoliceNo] = useState(account?.police_no ?? '');
  const [roles, setRoles] = useState<readonly Role[]>(account?.roles ?? []);
  const [org, setOrg] = useState(account?.org_code ?? '');
  const [crew, setCrew] = useState(account?.crew_id ?? '');
  const [dialog, setDialog] = useState<'switch' | 'password' | null>(null);
  const isActive = account?.disabled_at === null;
  const isOfficer = roles.includes('officer');
  const isBusy = action.state !== 'idle';

  async function save(): Promise<void> {
    const fields = { person, police_no: policeNo, roles: [...roles], org_code: org, crew_id: isOfficer ? crew || null : null };
    await action.run(async (send) => {
      if (account === null) {
        const made = await send({ path: '/api/agencies/accounts', body: { ...fields, login, password } });
        onMade(made.account_id);
      } else {
        const body = { ...fields, expected_version: account.v };
        await send({ path: '/api/agencies/accounts/{account_id}', values: { account_id: account.id }, body });
      }
    });
  }

  return (
    <section className="panel" aria-label={t('admin.account')}>
      <header>
        <h2 className="grow">{account === null ? t('admin.accounts.new') : account.login}</h2>
        {account !== null && <span className={isActive ? 'tag ok' : 'tag'}>{isActive ? t('admin.in_use') : t('admin.switched_off')}</span>}
      </header>
      <form
        className="body admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {account === null && (
          <div className="pair">
            <label>
              <span className="label">{t('start.login')}</span>
              <input
                className="field"
                required
                pattern="[a-z0-9_.\-]{3,40}"
                title={t('admin.login_form')}
                autoCapitalize="none"
                autoComplete="off"
                value={login}
                onChange={(event) => setLogin(event.target.value)}
              />
            </label>
            <label>
              <span className="label">{t('admin.first_password')}</span>
              <input
                className="field"
                type="password"
                required
                minLength={8}
                maxLength={200}
                autoComplete="new-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </label>
          </div>
        )}
        <div className="pair">
          <label>
            <span className="label">{t('admin.person')}</span>
            <input className="field" required maxLength={40} value={person} onChange={(event) => setPerson(event.target.value)} />
          </label>
          <label>
            <span className="label">{t('admin.police_no')}</span>
            <input className="field" maxLength={20} value={policeNo} onChange={(event) => setPoliceNo(event.target.value)} />
          </label>
        </div>
        <OrgSelect label={t('admin.org')} value={org} onChange={setOrg} />
        <fieldset>
          <legend className="label">{t('admin.roles')}</legend>
          <div className="admin-roles">
            {ROLES.map((role) => (
              <label key={role} title={term('role.sees', role)}>
                <input
                  type="checkbox"
                  checked={roles.includes(role)}
                  onChange={(event) => setRoles(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))}
                />
                {term('role', role)}
              </label>
            ))}
          </div>
        </fieldset>
        {isOfficer && (
          <label>
            <span className="label">{t('admin.crew')}</span>
            <select className="field" required value={crew} onChange={(event) => setCrew(event.target.value)}>
              <option value="">{t('admin.choose')}</option>
              {crews
                .filter((one) => one.org_code === org || one.id === crew)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.call_sign} {one.code}
                  </option>
                ))}
            </select>
          </label>
        )}
        {account !== null && <p className="muted">{t('admin.rights_end_sessions')}</p>}
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={isBusy || roles.length === 0}>
            {account === null ? t('admin.accounts.make') : t('admin.save')}
          </button>
        </div>
        {account !== null && (
          <>
            <div className="admin-actions">
              <button type="button" className="btn" disabled={isBusy} onClick={() => setDialog('password')}>
                {t('admin.password.reset')}
              </button>
              <SignIns account={account} />
              <button type="button" className={isActive ? 'btn danger' : 'btn'} disabled={isBusy} onClick={() => setDialog('switch')}>
                {isActive ? t('admin.switch_off') : t('admin.switch_on')}
              </button>
            </div>
            <PasswordDialog account={account} isOpen={dialog === 'password'} onClose={() => setDialog(null)} />
            <ReasonDialog
              isOpen={dialog === 'switch'}
              title={`${isActive ? t('admin.switch_off') : t('admin.switch_on')} ${account.login}`}
              label={t('admin.reason')}
              usual={isActive ? [t('admin.reason.left'), t('admin.reason.moved')] : [t('admin.reason.back')]}
              ok={isActive ? t('admin.switch_off') : t('admin.switch_on')}
              isDanger={isActive}
              trouble={action.trouble}
              onClose={() => setDialog(null)}
              onOk={(reason) =>
                action.run(async (send) => {
                  const values = { account_id: account.id };
                  await send({ path: '/api/agencies/accounts/{account_id}/active', values, body: { is_active: !isActive, reason } });
                })
              }
            />
          </>
        )}
      </form>
    </section>
  );
}

/** How many sign-ins are open, and the way to end them. */
function SignIns({ account }: { account: Of<'account'> }) {
  const { t } = useTongue();
  const action = useAction();
  const [held, setHeld] = useState<Schema<'SignIns'> | null>(null);
  useEffect(() => {
    source.get('/api/agencies/accounts/{account_id}/sign-ins', { account_id: account.id }).then(setHeld, () => setHeld(null));
  }, [account.id]);
  return (
    <>
      <button
        type="button"
        className="btn"
        disabled={held?.open === 0 || action.state !== 'idle'}
        onClick={() =>
          void action.run(async (send) => {
            await send({ path: '/api/agencies/accounts/{account_id}/sign-out', values: { account_id: account.id } });
            setHeld((before) => before && { ...before, open: 0 });
          })
        }
      >
        {t('admin.sign_out', { n: held?.open ?? 0 })}
      </button>
      <span className="muted num">
        {held?.last_at == null
          ? t('admin.never_signed_in')
          : t('admin.last_sign_in', { at: `${dayOf(held.last_at)} ${clockOf(held.last_at)}` })}
      </span>
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </>
  );
}
