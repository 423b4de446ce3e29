/** Settings that hold from the next command on: what there is, what holds where, and putting another value. */
import { useState } from 'react';
import { source } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { OrgSelect, useOwnOrganisations } from './OrgSelect.tsx';
import { PartnersShown } from './PartnersShown.tsx';
import { useAsked } from './useAsked.ts';

type Tunable = Schema<'Tunable'>;
type Tuned = Schema<'Tuned'>;
const ask = () => source.get('/api/agencies/settings');
const keyOf = (one: { room: string; name: string }) => `${one.room}.${one.name}`;

function useLabel(): (one: { room: string; name: string }) => string {
  const { t } = useTongue();
  return (one) => t(`setting.${one.room}.${one.name}` as Key);
}

export function Settings() {
  const { t, term, lang } = useTongue();
  const label = useLabel();
  const { answer, trouble, again } = useAsked(ask);
  useOrganisations();
  const own = useOwnOrganisations();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const chosen = answer?.tunables.find((one) => keyOf(one) === chosenKey) ?? null;
  const rooms = [...new Set((answer?.tunables ?? []).map((one) => one.room))];
  const putFor = (one: Tunable) => (answer?.tuned ?? []).filter((put) => keyOf(put) === keyOf(one));
  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.settings')}>
        <header>
          <h2 className="grow">{t('admin.section.settings')}</h2>
          <span className="muted">{t('admin.settings.what')}</span>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.settings')}>
          <Trouble sentence={trouble} />
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.setting')}</th>
                <th className="num">{t('admin.settings.default')}</th>
                <th>{t('admin.settings.bounds')}</th>
                <th>{t('admin.settings.put')}</th>
              </tr>
            </thead>
            {rooms.map((room) => (
              <tbody key={room}>
                <tr>
                  <th colSpan={4}>{term('setting.room', room)}</th>
                </tr>
                {answer?.tunables
                  .filter((one) => one.room === room)
                  .map((one) => (
                    <tr key={keyOf(one)} className={keyOf(one) === chosenKey ? 'chosen' : ''}>
                      <td>
                        <button type="button" className="link" onClick={() => setChosenKey(keyOf(one))}>
                          {label(one)}
                        </button>
                      </td>
                      <td className="num">{String(one.default)}</td>
                      <td>{boundsText(one)}</td>
                      <td>
                        {putFor(one).map((put) => (
                          <div key={put.org_code}>
                            {orgName(put.org_code, lang)}: <strong className="num">{String(put.value)}</strong>{' '}
                            <span className="muted num">
                              {put.changed_by_name} · {dayOf(put.changed_at)} {clockOf(put.changed_at)}
                            </span>
                          </div>
                        ))}
                      </td>
                    </tr>
                  ))}
              </tbody>
            ))}
          </table>
          <PartnersShown />
        </div>
      </section>
      {chosen === null ? (
        <section className="panel" aria-label={t('admin.setting')}>
          <Empty title={t('case.none')} what={t('admin.settings.choose')} />
        </section>
      ) : (
        own.length > 0 && <SettingForm key={keyOf(chosen)} tunable={chosen} put={putFor(chosen)} onDone={again} />
      )}
    </div>
  );
}

function boundsText({ bounds }: Tunable): string {
  const parts = [
    bounds.at_least != null && `≥ ${bounds.at_least}`,
    bounds.more_than != null && `> ${bounds.more_than}`,
    bounds.at_most != null && `≤ ${bounds.at_most}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function SettingForm({ tunable, put, onDone }: { tunable: Tunable; put: readonly Tuned[]; onDone: () => void }) {
  const { t } = useTongue();
  const label = useLabel();
  const me = useMe();
  const action = useAction();
  const own = useOwnOrganisations();
  const [org, setOrg] = useState(own[0]?.code ?? me.org_code ?? '');
  const here = put.find((one) => one.org_code === org);
  const [value, setValue] = useState(String(here?.value ?? tunable.default));
  const [reason, setReason] = useState('');
  const isReady = reason.trim().length >= 2 && action.state === 'idle';

  async function save(next: number | null): Promise<void> {
    const isDone = await action.run(async (send) => {
      const values = { room: tunable.room, name: tunable.name };
      await send({ path: '/api/agencies/settings/{room}/{name}', values, body: { org_code: org, value: next, reason: reason.trim() } });
    });
    if (!isDone) return;
    setReason('');
    onDone();
  }

  return (
    <section className="panel" aria-label={t('admin.setting')}>
      <header>
        <h2>{label(tunable)}</h2>
      </header>
      <form
        className="body admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void save(Number(value));
        }}
      >
        <OrgSelect label={t('admin.settings.where')} value={org} onChange={setOrg} />
        <label>
          <span className="label">
            {t('admin.settings.value')} <span className="num">{boundsText(tunable)}</span>
          </span>
          <input
            className="field num"
            type="number"
            required
            step={tunable.bounds.kind === 'int' ? 1 : 'any'}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label>
          <span className="label">{t('admin.reason')}</span>
          <input className="field" required minLength={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <p className="muted">{t('admin.settings.holds')}</p>
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={!isReady}>
            {t('admin.settings.put_it')}
          </button>
          {here !== undefined && (
            <button type="button" className="btn" disabled={!isReady} onClick={() => void save(null)}>
              {t('admin.settings.take_away')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
