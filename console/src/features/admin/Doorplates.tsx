/** QR door-plates of a building: find it, make its plates, print the sheet, withdraw what was copied or lost. */
import { useCallback, useState } from 'react';
import { commands, source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { PlateMaker } from './PlateMaker.tsx';
import { useAsked } from './useAsked.ts';

const ask = () => source.get('/api/doorplates', {}, {});

/** The printable page of these plates, in a tab of its own. */
function print(numbers: readonly number[]): void {
  const query = numbers.map((one) => `number=${one}`).join('&');
  window.open(`/api/doorplates/sheet?${query}`, '_blank', 'noopener');
}

export function Doorplates() {
  const { t } = useTongue();
  const { answer, trouble, again } = useAsked(ask);
  const [failed, setFailed] = useState<Sentence | null>(null);
  const [reason, setReason] = useState('');

  const made = useCallback(
    (plates: readonly Schema<'Plate'>[]) => {
      again();
      print(plates.map((one) => one.number));
    },
    [again],
  );
  async function end(number: number, isRenewed: boolean): Promise<void> {
    setFailed(null);
    try {
      const body = { is_renewed: isRenewed, reason: reason.trim() };
      await commands.send({ path: '/api/doorplates/{number}/withdraw', values: { number: String(number) }, body });
      setReason('');
      again();
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  }
  const live = answer?.filter((one) => !one.is_withdrawn) ?? [];
  return (
    <section className="panel" aria-label={t('admin.section.doorplates')}>
      <header>
        <h2 className="grow">{t('admin.section.doorplates')}</h2>
        <button type="button" className="btn" disabled={live.length === 0} onClick={() => print(live.map((one) => one.number))}>
          {t('admin.plates.print', { n: live.length })}
        </button>
      </header>
      <div className="body admin-text">
        <Trouble sentence={trouble ?? failed} />
        <PlateMaker onMade={made} />
        <h3 className="admin-heading">{t('admin.plates.made')}</h3>
        {answer?.length === 0 && <Empty title={t('admin.plates.none')} what={t('admin.plates.none_what')} />}
        {answer !== null && answer.length > 0 && (
          <>
            <label>
              <span className="label">{t('admin.plates.reason')}</span>
              <input className="field" value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
            </label>
            <table className="table">
              <thead>
                <tr>
                  <th>{t('admin.plates.number')}</th>
                  <th>{t('admin.plates.address')}</th>
                  <th>{t('admin.plates.version')}</th>
                  <th>{t('admin.state')}</th>
                </tr>
              </thead>
              <tbody>
                {answer.map((one) => (
                  <tr key={one.number} className={one.is_withdrawn ? 'off' : ''}>
                    <td className="num">{one.number}</td>
                    <td>{one.place_text}</td>
                    <td className="num">{one.version}</td>
                    <td>
                      {one.is_withdrawn ? (
                        t('admin.plates.withdrawn')
                      ) : (
                        <>
                          <button type="button" className="btn small" onClick={() => print([one.number])}>
                            {t('admin.plates.print', { n: 1 })}
                          </button>{' '}
                          <button type="button" className="btn small" disabled={reason.trim().length < 2} onClick={() => void end(one.number, true)}>
                            {t('admin.plates.renew')}
                          </button>{' '}
                          <button type="button" className="btn small" disabled={reason.trim().length < 2} onClick={() => void end(one.number, false)}>
                            {t('admin.plates.withdraw')}
                          </button>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </div>
    </section>
  );
}
