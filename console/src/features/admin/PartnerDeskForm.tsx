/** One partner's desk, and the line to its own platform. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { Trouble } from '../../ui/Trouble.tsx';

type Desk = Schema<'PartnerDeskSetting'>;
const LEAST_SECRET = 16;

/** Where their platform posts to us. */
function ourAddress(code: string): string {
  return `${location.origin}/api/public/liaison/${code}/messages`;
}

export interface PartnerDeskFormProps {
  readonly code: string;
  readonly desk: Desk | null;
  readonly services: readonly Schema<'PartnerService'>[];
  readonly onDone: () => void;
}

export function PartnerDeskForm({ code, desk, services, onDone }: PartnerDeskFormProps) {
  const { t, pick } = useTongue();
  const action = useAction();
  const [service, setService] = useState(desk?.service ?? '');
  const [telephone, setTelephone] = useState(desk?.telephone ?? '');
  const [from, setFrom] = useState(desk?.hours_from ?? '');
  const [to, setTo] = useState(desk?.hours_to ?? '');
  const [isActive, setActive] = useState(desk?.is_active ?? true);

  async function save(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const hours = { hours_from: from === '' ? null : from, hours_to: to === '' ? null : to };
      const body = { service, telephone: telephone.trim(), ...hours, is_active: isActive };
      await send({ path: '/api/liaison/desks/{org_code}', method: 'PUT', values: { org_code: code }, body });
    });
    if (isDone) onDone();
  }
  return (
    <form
      className="admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        <span className="label">{t('admin.partner_desks.service')}</span>
        <select className="field" required value={service} onChange={(event) => setService(event.target.value)}>
          <option value="">{t('admin.choose')}</option>
          {services.map((one) => (
            <option key={one.code} value={one.code}>
              {pick(one.zh, one.en)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('admin.partner_desks.telephone')}</span>
        <input className="field num" maxLength={40} value={telephone} onChange={(event) => setTelephone(event.target.value)} />
      </label>
      <div className="row">
        <label className="grow">
          <span className="label">{t('admin.partner_desks.hours_from')}</span>
          <input className="field num" type="time" required={to !== ''} value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label className="grow">
          <span className="label">{t('admin.partner_desks.hours_to')}</span>
          <input className="field num" type="time" required={from !== ''} value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      <label className="row">
        <input type="checkbox" checked={isActive} onChange={(event) => setActive(event.target.checked)} />
        {t('admin.partner_desks.active')}
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={action.state !== 'idle'}>
          {t('admin.save')}
        </button>
      </div>
    </form>
  );
}

/** The secret goes one way: what is written here is never read again. */
export function PartnerLineForm({ desk, onDone }: { desk: Desk; onDone: () => void }) {
  const { t } = useTongue();
  const action = useAction();
  const [url, setUrl] = useState(desk.line_url ?? '');
  const [secret, setSecret] = useState('');
  const [isActive, setActive] = useState(desk.line_url === null || desk.line_is_active);

  async function save(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const body = { url: url.trim(), secret: secret === '' ? null : secret, is_active: isActive };
      await send({ path: '/api/liaison/desks/{org_code}/line', method: 'PUT', values: { org_code: desk.org_code }, body });
    });
    if (!isDone) return;
    setSecret('');
    onDone();
  }
  return (
    <form
      className="admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3 className="admin-heading">{t('admin.partner_desks.line')}</h3>
      <p className="muted">{t('admin.partner_desks.line_what')}</p>
      <label>
        <span className="label">{t('admin.partner_desks.url')}</span>
        <input className="field" type="url" required maxLength={300} value={url} onChange={(event) => setUrl(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('admin.partner_desks.secret')}</span>
        <input
          className="field"
          type="password"
          autoComplete="new-password"
          required={desk.line_url === null}
          minLength={LEAST_SECRET}
          maxLength={200}
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
        {desk.line_url !== null && <span className="hint">{t('admin.partner_desks.secret_kept')}</span>}
      </label>
      <label className="row">
        <input type="checkbox" checked={isActive} onChange={(event) => setActive(event.target.checked)} />
        {t('admin.partner_desks.active')}
      </label>
      <p className="muted admin-address">
        {t('admin.partner_desks.our_address')}: <code>{ourAddress(desk.org_code)}</code>
      </p>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={action.state !== 'idle'}>
          {t('admin.partner_desks.save_line')}
        </button>
      </div>
    </form>
  );
}
