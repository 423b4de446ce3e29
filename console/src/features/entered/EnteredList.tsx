/** What one entered within a day, and how far each has come. */
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import type { Asked } from '../admin/useAsked.ts';

export function EnteredList({ asked }: { asked: Asked<readonly Schema<'EnteredReport'>[]> }) {
  const { t, term } = useTongue();
  return (
    <section aria-label={t('entered.mine')}>
      <h3>{t('entered.mine')}</h3>
      <Trouble sentence={asked.trouble} />
      {asked.answer?.length === 0 && <Empty title={t('entered.none')} />}
      <ul>
        {asked.answer?.map((one) => (
          <li key={one.contact_id} className="entered-line">
            <div className="row wrap">
              <span className="num">{clockOf(one.received_at)}</span>
              <span className="num">{one.number}</span>
              <span className="tag">{term('channel', one.channel)}</span>
              <span className="grow" />
              <span>
                {t(`entered.state.${one.state}`, { name: one.taken_by_name ?? '', incident: one.incident_number ?? '' })}
              </span>
            </div>
            <p className="cut muted">{one.text ?? ''}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
