/** 对接: messages that a partner's platform does not take, sent again or taken back; and what we refused of theirs. */
import '../../styles/table.css';
import './liaison.css';
import { useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import { useKeys } from '../../ui/keys.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from '../admin/useAsked.ts';
import { reasonText } from './exchangeReason.ts';

const askRefused = () => source.get('/api/liaison/exchange/refused', {});

export default function ExchangePage() {
  const { t, term, lang } = useTongue();
  useOrganisations();
  const dead = useList('exchange').filter((one) => one.state === 'dead');
  const [chosenId, setChosen] = useState<string | null>(null);
  const chosen = dead.find((one) => one.id === chosenId) ?? dead[0];
  const action = useAction();
  const refused = useAsked(askRefused);

  function act(what: 'retry' | 'take-back', id: string | undefined): void {
    if (id === undefined) return;
    void action.run(async (send) => {
      await send({ path: `/api/liaison/exchange/{exchange_id}/${what}`, values: { exchange_id: id } });
    });
  }
  function step(by: number): void {
    const at = dead.findIndex((one) => one.id === chosen?.id);
    setChosen(dead[Math.max(0, Math.min(dead.length - 1, at + by))]?.id ?? null);
  }
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    r: () => act('retry', chosen?.id),
    b: () => act('take-back', chosen?.id),
  });

  return (
    <div className="exchange">
      <section className="panel" aria-label={t('exchange.dead')}>
        <header>
          <h2 className="grow">{t('exchange.dead')}</h2>
          <span className="num muted">{dead.length}</span>
        </header>
        <div className="body">
          <Trouble sentence={action.trouble} onClose={action.clear} />
          {dead.length === 0 ? (
            <Empty title={t('exchange.none')} what={t('exchange.none_what')} />
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th>{t('exchange.number')}</th>
                  <th>{t('exchange.desk')}</th>
                  <th>{t('exchange.what')}</th>
                  <th>{t('exchange.why')}</th>
                  <th>{t('exchange.since')}</th>
                  <th />
                </tr>
              </thead>
              <tbody>
                {dead.map((one) => (
                  <tr key={one.id} className={one.id === chosen?.id ? 'chosen' : ''} onClick={() => setChosen(one.id)}>
                    <td>{one.number}</td>
                    <td>{orgName(one.desk_code, lang)}</td>
                    <td>{term('exchange.kind', one.kind)}</td>
                    <td>{reasonText(one.reason, t)}</td>
                    <td className="at">
                      {dayOf(one.queued_at)} {secondsOf(one.queued_at)}
                    </td>
                    <td className="row">
                      <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => act('retry', one.id)}>
                        {t('exchange.retry')} {one.id === chosen?.id && <kbd>r</kbd>}
                      </button>
                      <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => act('take-back', one.id)}>
                        {t('exchange.take_back')} {one.id === chosen?.id && <kbd>b</kbd>}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </section>
      <section className="panel" aria-label={t('exchange.refused')}>
        <header>
          <h2>{t('exchange.refused')}</h2>
        </header>
        <div className="body">
          <Trouble sentence={refused.trouble} />
          {refused.answer?.length === 0 && <Empty title={t('exchange.refused_none')} />}
          <table className="table">
            <thead>
              <tr>
                <th>{t('exchange.desk')}</th>
                <th>{t('exchange.code')}</th>
                <th>{t('exchange.number')}</th>
                <th className="num">{t('exchange.times')}</th>
                <th>{t('exchange.last')}</th>
              </tr>
            </thead>
            <tbody>
              {(refused.answer ?? []).map((one) => (
                <tr key={`${one.desk_code} ${one.code} ${one.day}`}>
                  <td>{orgName(one.desk_code, lang)}</td>
                  <td>{term('exchange.refusal', one.code)}</td>
                  <td>{one.about}</td>
                  <td className="num">{one.times}</td>
                  <td className="at">
                    {dayOf(one.last_at)} {secondsOf(one.last_at)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
