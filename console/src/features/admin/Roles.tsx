/** What each role sees and does; read only, it follows from the hall's own rules. */
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { ROLES } from './roles.ts';

export function Roles() {
  const { t, term } = useTongue();
  const accounts = useList('account');
  return (
    <section className="panel" aria-label={t('admin.section.roles')}>
      <header>
        <h2 className="grow">{t('admin.section.roles')}</h2>
        <span className="muted">{t('admin.roles.what')}</span>
      </header>
      <div className="body">
        <table className="table">
          <thead>
            <tr>
              <th>{t('admin.role')}</th>
              <th>{t('admin.roles.sees')}</th>
              <th>{t('admin.roles.does')}</th>
              <th>{t('admin.roles.sits')}</th>
              <th className="num">{t('admin.accounts.active')}</th>
            </tr>
          </thead>
          <tbody>
            {ROLES.map((role) => (
              <tr key={role}>
                <td>
                  <strong>{term('role', role)}</strong>
                </td>
                <td>{term('role.sees', role)}</td>
                <td>{term('role.does', role)}</td>
                <td>{term('role.sits', role)}</td>
                <td className="num">{accounts.filter((one) => one.disabled_at === null && one.roles.includes(role)).length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
