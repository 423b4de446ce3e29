/** Who changed what and when, as the ledger has it. */
import { useEffect } from 'react';
import { onMoved, source } from '../../app/hall.ts';
import { useTongue, type Key, type Tongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from './useAsked.ts';

type Entry = Schema<'HistoryEntry'>;
const ask = () => source.get('/api/agencies/history', {}, { limit: 300 });

export function History() {
  const tongue = useTongue();
  const { t } = tongue;
  useOrganisations();
  const { answer, trouble, again } = useAsked(ask);
  useEffect(() => onMoved((moved) => moved.kinds.has('account') && again()), [again]);
  return (
    <section className="panel" aria-label={t('admin.section.history')}>
      <header>
        <h2 className="grow">{t('admin.section.history')}</h2>
        <span className="muted">{t('admin.history.what')}</span>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.history')}>
        <Trouble sentence={trouble} />
        <table className="table">
          <thead>
            <tr>
              <th>{t('admin.history.at')}</th>
              <th>{t('admin.history.who')}</th>
              <th>{t('admin.history.change')}</th>
              <th>{t('admin.history.details')}</th>
              <th className="num">{t('admin.history.position')}</th>
            </tr>
          </thead>
          <tbody>
            {(answer ?? []).map((one) => (
              <tr key={one.event_id}>
                <td className="at">
                  {dayOf(one.at)} {secondsOf(one.at)}
                </td>
                <td>{one.actor_name}</td>
                <td>{t(`history.${one.name}` as Key)}</td>
                <td>{detailOf(one, tongue)}</td>
                <td className="num">{one.position ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {answer?.length === 0 && <Empty title={t('admin.history.none')} />}
      </div>
    </section>
  );
}

interface ClassChange {
  readonly code: string;
  readonly kind: string;
}

/** The words of a change, from its fields. */
function detailOf({ name, data }: Entry, { t, term, lang, pick }: Tongue): string {
  const text = (field: string) => {
    const value = data[field];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const parts: string[] = [];
  if (name.startsWith('agencies.account.')) {
    parts.push(text('login'), text('person'));
    if (Array.isArray(data['roles'])) parts.push((data['roles'] as string[]).map((one) => term('role', one)).join(' · '));
    parts.push(orgName(text('org_code') || null, lang), text('police_no'));
  }
  if (name.startsWith('agencies.organisation.')) parts.push(text('code'), pick(text('name_zh'), text('name_en')), pick(text('was_zh'), text('was_en')));
  if (name === 'agencies.setting.changed') {
    parts.push(t(`setting.${text('room')}.${text('setting')}` as Key), orgName(text('org_code'), lang));
    parts.push(`${text('was') || t('admin.settings.wider')} → ${text('value') || t('admin.settings.wider')}`);
  }
  if (name === 'incidents.class_table.changed') {
    parts.push(t('admin.classes.version', { n: text('version_made') }));
    for (const one of data['changes'] as ClassChange[]) parts.push(`${one.code} ${term('class.change', one.kind)}`);
  }
  if (name === 'dispatch.force_table.changed') {
    parts.push(t('admin.classes.version', { n: text('version_made') }));
    for (const one of data['changes'] as ClassChange[]) parts.push(`${one.code} ${term('class.change', one.kind)}`);
    for (const one of data['skills_added'] as string[]) parts.push(`+ ${one}`);
    for (const one of data['skills_removed'] as string[]) parts.push(`− ${one}`);
  }
  if (name === 'triage.sheet.changed') parts.push(t(`sheet.kind.${text('kind')}` as Key), t('admin.classes.version', { n: text('version_made') }));
  parts.push(text('note'), text('reason'));
  return parts.filter((one) => one !== '').join(' · ');
}
