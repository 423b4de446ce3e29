/** Whom callers may be handed over to: kept in the installation's settings, shown here so that nobody has to guess. */
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from './useAsked.ts';

const ask = () => source.get('/api/telephony/partners');

export function PartnersShown() {
  const { t } = useTongue();
  const { answer, trouble } = useAsked(ask);
  return (
    <>
      <Trouble sentence={trouble} />
      <table className="table">
        <caption className="admin-caption">
          {t('admin.partners')} <span className="muted">{t('admin.partners.what')}</span>
        </caption>
        <thead>
          <tr>
            <th>{t('admin.partners.name')}</th>
            <th className="num">{t('admin.partners.number')}</th>
          </tr>
        </thead>
        <tbody>
          {(answer ?? []).map((one) => (
            <tr key={one.id}>
              <td>{one.name}</td>
              <td className="num">{one.number}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
