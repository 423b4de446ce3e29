/** Desks of partners (联动台): what each does, when it sits, and the line to its own platform. */
import { useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import type { Schema } from '../../source/contract.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useOwnOrganisations } from './OrgSelect.tsx';
import { PartnerDeskForm, PartnerLineForm } from './PartnerDeskForm.tsx';
import { useAsked } from './useAsked.ts';

interface Desks {
  readonly desks: readonly Schema<'PartnerDeskSetting'>[];
  readonly services: readonly Schema<'PartnerService'>[];
}

async function ask(): Promise<Desks> {
  const [desks, services] = await Promise.all([
    source.get('/api/liaison/desk-settings', {}),
    source.get('/api/liaison/services', {}),
  ]);
  return { desks, services };
}

export function PartnerDesks() {
  const { t, pick } = useTongue();
  useOrganisations();
  const { answer, trouble, again } = useAsked(ask);
  const [code, setCode] = useState<string | null>(null);
  const partners = useOwnOrganisations().filter((one) => one.kind === 'partner' && one.retired_at == null);
  const chosen = partners.find((one) => one.code === code);
  const deskOf = (org: string) => answer?.desks.find((one) => one.org_code === org) ?? null;
  const desk = chosen === undefined ? null : deskOf(chosen.code);
  const service = (one: Schema<'PartnerDeskSetting'>) => {
    const found = answer?.services.find((other) => other.code === one.service);
    return found === undefined ? one.service : pick(found.zh, found.en);
  };
  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.partner_desks')}>
        <header>
          <h2 className="grow">{t('admin.section.partner_desks')}</h2>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.partner_desks')}>
          <Trouble sentence={trouble} />
          {partners.length === 0 && <Empty title={t('admin.partner_desks.none')} what={t('admin.partner_desks.none_what')} />}
          {partners.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{t('exchange.desk')}</th>
                  <th>{t('admin.partner_desks.service')}</th>
                  <th>{t('admin.state')}</th>
                  <th>{t('admin.partner_desks.line')}</th>
                </tr>
              </thead>
              <tbody>
                {partners.map((one) => {
                  const own = deskOf(one.code);
                  return (
                    <tr key={one.code} className={one.code === code ? 'chosen' : ''}>
                      <td>
                        <button type="button" className="link" onClick={() => setCode(one.code)}>
                          {pick(one.name_zh, one.name_en)}
                        </button>
                      </td>
                      <td>{own === null ? t('admin.partner_desks.no_desk') : service(own)}</td>
                      <td>{own?.is_active === true && <span className="tag ok">{t('admin.in_use')}</span>}</td>
                      <td>
                        {own?.line_url != null && (
                          <span className={own.line_is_active ? 'tag ok' : 'tag'}>
                            {t(own.line_is_active ? 'admin.partner_desks.line_on' : 'admin.partner_desks.line_off')}
                          </span>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </div>
      </section>
      {chosen === undefined || answer === null ? (
        <section className="panel" aria-label={t('exchange.desk')}>
          <Empty title={t('case.none')} what={t('admin.partner_desks.choose')} />
        </section>
      ) : (
        <section className="panel" aria-label={pick(chosen.name_zh, chosen.name_en)}>
          <header>
            <h2>{pick(chosen.name_zh, chosen.name_en)}</h2>
          </header>
          <div className="body">
            <PartnerDeskForm key={`desk.${chosen.code}.${desk === null}`} code={chosen.code} desk={desk} services={answer.services} onDone={again} />
            {desk !== null && <PartnerLineForm key={`line.${chosen.code}.${desk.line_url ?? ''}`} desk={desk} onDone={again} />}
          </div>
        </section>
      )}
    </div>
  );
}
