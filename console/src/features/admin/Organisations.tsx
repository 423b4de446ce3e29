/** The organisation tree: renamed, added to, taken out of use. */
import { useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Organisation } from '../../panels/organisations.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useOwnOrganisations } from './OrgSelect.tsx';

/** What may stand below what. */
const BELOW: Readonly<Record<string, readonly Organisation['kind'][]>> = {
  province: ['city', 'inspection', 'partner'],
  city: ['county', 'inspection', 'partner'],
  county: ['station', 'partner'],
};

export function Organisations() {
  const { t, term } = useTongue();
  const own = useOwnOrganisations();
  const accounts = useList('account');
  const [chosenCode, setChosenCode] = useState<string | null>(null);
  const chosen = own.find((one) => one.code === chosenCode) ?? null;
  const least = Math.min(...own.map((one) => one.path.split('/').length));
  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.organisations')}>
        <header>
          <h2 className="grow">{t('admin.section.organisations')}</h2>
          <span className="num muted">{own.length}</span>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.organisations')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.name_zh')}</th>
                <th>{t('admin.name_en')}</th>
                <th>{t('admin.code')}</th>
                <th>{t('admin.kind')}</th>
                <th className="num">{t('admin.accounts.active')}</th>
              </tr>
            </thead>
            <tbody>
              {own.map((one) => (
                <tr key={one.code} className={`${one.code === chosenCode ? 'chosen' : ''} ${one.retired_at == null ? '' : 'off'}`}>
                  <td style={{ paddingLeft: 8 + 16 * (one.path.split('/').length - least) }}>
                    <button type="button" className="link" onClick={() => setChosenCode(one.code)}>
                      {one.name_zh}
                    </button>{' '}
                    {one.retired_at != null && <span className="tag">{t('admin.retired')}</span>}
                  </td>
                  <td>{one.name_en}</td>
                  <td className="num">{one.code}</td>
                  <td>{term('org.kind', one.kind)}</td>
                  <td className="num">{accounts.filter((held) => held.disabled_at === null && held.org_code === one.code).length}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {chosen === null ? (
        <section className="panel" aria-label={t('admin.org')}>
          <Empty title={t('case.none')} what={t('admin.org.choose')} />
        </section>
      ) : (
        <OrganisationForm key={chosen.code} org={chosen} />
      )}
    </div>
  );
}

function OrganisationForm({ org }: { org: Organisation }) {
  const { t, term, pick } = useTongue();
  const action = useAction();
  const [zh, setZh] = useState(org.name_zh);
  const [en, setEn] = useState(org.name_en);
  const [isRetiring, setRetiring] = useState(false);
  const kinds = BELOW[org.kind] ?? [];
  const [kind, setKind] = useState<Organisation['kind'] | undefined>(kinds[0]);
  const [code, setCode] = useState('');
  const [newZh, setNewZh] = useState('');
  const [newEn, setNewEn] = useState('');
  const isBusy = action.state !== 'idle';

  return (
    <section className="panel" aria-label={t('admin.org')}>
      <header>
        <h2 className="grow">{pick(org.name_zh, org.name_en)}</h2>
        <span className="tag">{term('org.kind', org.kind)}</span>
      </header>
      <div className="body">
        <form
          className="admin-form"
          onSubmit={(event) => {
            event.preventDefault();
            void action.run(async (send) => {
              const values = { org_code: org.code };
              await send({ path: '/api/agencies/organisations/{org_code}/names', values, body: { name_zh: zh, name_en: en } });
            });
          }}
        >
          <Names zh={zh} en={en} onZh={setZh} onEn={setEn} />
          <div className="row">
            <button type="submit" className="btn primary" disabled={isBusy || (zh === org.name_zh && en === org.name_en)}>
              {t('admin.org.rename')}
            </button>
            {org.retired_at == null && org.kind !== 'province' && org.kind !== 'hall' && (
              <button type="button" className="btn danger" disabled={isBusy} onClick={() => setRetiring(true)}>
                {t('admin.org.retire')}
              </button>
            )}
          </div>
          <Trouble sentence={action.trouble} onClose={action.clear} />
        </form>
        {org.retired_at == null && kind !== undefined && (
          <form
            className="admin-form"
            onSubmit={(event) => {
              event.preventDefault();
              void action
                .run(async (send) => {
                  const body = { code, parent_code: org.code, kind, name_zh: newZh, name_en: newEn };
                  await send({ path: '/api/agencies/organisations', body });
                })
                .then((isDone) => {
                  if (!isDone) return;
                  setCode('');
                  setNewZh('');
                  setNewEn('');
                });
            }}
          >
            <h3>{t('admin.org.add', { name: pick(org.name_zh, org.name_en) })}</h3>
            <div className="pair">
              <label>
                <span className="label">{t('admin.kind')}</span>
                <select className="field" value={kind} onChange={(event) => setKind(event.target.value as Organisation['kind'])}>
                  {kinds.map((one) => (
                    <option key={one} value={one}>
                      {term('org.kind', one)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <span className="label">{t('admin.code')}</span>
                <input
                  className="field"
                  required
                  pattern="\d{12}"
                  inputMode="numeric"
                  placeholder={org.code}
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              </label>
            </div>
            <Names zh={newZh} en={newEn} onZh={setNewZh} onEn={setNewEn} />
            <div className="row">
              <button type="submit" className="btn" disabled={isBusy}>
                {t('admin.org.add_it')}
              </button>
            </div>
          </form>
        )}
      </div>
      <ReasonDialog
        isOpen={isRetiring}
        title={t('admin.org.retire_title', { name: pick(org.name_zh, org.name_en) })}
        label={t('admin.reason')}
        usual={[t('admin.reason.merged')]}
        ok={t('admin.org.retire')}
        isDanger
        trouble={action.trouble}
        onClose={() => setRetiring(false)}
        onOk={(reason) =>
          action.run(async (send) => {
            await send({ path: '/api/agencies/organisations/{org_code}/retire', values: { org_code: org.code }, body: { reason } });
          })
        }
      />
    </section>
  );
}

interface NamesProps {
  readonly zh: string;
  readonly en: string;
  readonly onZh: (text: string) => void;
  readonly onEn: (text: string) => void;
}

function Names({ zh, en, onZh, onEn }: NamesProps) {
  const { t } = useTongue();
  return (
    <>
      <label>
        <span className="label">{t('admin.name_zh')}</span>
        <input className="field" required minLength={2} maxLength={60} value={zh} onChange={(event) => onZh(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('admin.name_en')}</span>
        <input className="field" required minLength={2} maxLength={120} value={en} onChange={(event) => onEn(event.target.value)} />
      </label>
    </>
  );
}
