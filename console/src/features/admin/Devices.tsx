/** Vehicle terminals, and what devices send that is not taken: for whoever can mend it. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { TerminalForm, TerminalState } from './TerminalForm.tsx';
import { useAsked } from './useAsked.ts';

const AGAIN_MS = 10_000;
const NEW = 'new';

interface Devices {
  readonly terminals: readonly Schema<'TerminalReply'>[];
  readonly faults: readonly Schema<'DeviceFault'>[];
  /** Call signs by the crews' ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly crews: readonly Schema<'CrewName'>[];
}

async function ask(): Promise<Devices> {
  const [terminals, faults, crews] = await Promise.all([
    source.get('/api/force/terminals', {}),
    source.get('/api/force/device-faults', {}),
    source.get('/api/force/crews', {}),
  ]);
  return { terminals, faults, crews, names: new Map(crews.map((one) => [one.id, one.call_sign])) };
}

export function Devices() {
  const { t } = useTongue();
  const { answer, trouble, again } = useAsked(ask);
  useEffect(() => {
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  const crew = (id: string) => answer?.names.get(id) ?? id;
  const [chosenNumber, setChosen] = useState<string | null>(null);
  const chosen = answer?.terminals.find((one) => one.number === chosenNumber) ?? null;
  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.devices')}>
        <header>
          <h2 className="grow">{t('admin.section.devices')}</h2>
          <button type="button" className="btn primary small" onClick={() => setChosen(NEW)}>
            {t('admin.devices.new')}
          </button>
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.devices')}>
          <Trouble sentence={trouble} />
          <h3 className="admin-heading">{t('admin.devices.terminals')}</h3>
          {answer?.terminals.length === 0 && <Empty title={t('admin.devices.no_terminals')} what={t('admin.devices.no_terminals_what')} />}
          {answer !== null && answer.terminals.length > 0 && (
            <table className="table">
              <thead>
                <tr>
                  <th>{t('admin.devices.terminal')}</th>
                  <th>{t('admin.crew')}</th>
                  <th>{t('admin.devices.datum')}</th>
                  <th>{t('admin.state')}</th>
                  <th>{t('admin.devices.maker')}</th>
                </tr>
              </thead>
              <tbody>
                {answer.terminals.map((one) => (
                  <tr key={one.number} className={`${one.number === chosenNumber ? 'chosen' : ''} ${one.is_on ? '' : 'off'}`}>
                    <td>
                      <button type="button" className="link" onClick={() => setChosen(one.number)}>
                        {one.number}
                      </button>
                    </td>
                    <td>{crew(one.crew_id)}</td>
                    <td>{one.datum}</td>
                    <td>
                      <TerminalState terminal={one} />
                    </td>
                    <td>{one.maker}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <h3 className="admin-heading">{t('admin.devices.faults')}</h3>
          <p className="muted">{t('admin.devices.what')}</p>
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.devices.device')}</th>
                <th>{t('admin.devices.fault')}</th>
                <th className="num">{t('admin.devices.times')}</th>
                <th>{t('admin.devices.last')}</th>
              </tr>
            </thead>
            <tbody>
              {(answer?.faults ?? []).map((one) => (
                <tr key={`${one.device} ${one.fault}`}>
                  <td>{deviceName(one.device, crew, t)}</td>
                  <td>{t(`device.fault.${one.fault}` as Key)}</td>
                  <td className="num">{one.times}</td>
                  <td className="at">
                    {dayOf(one.last_at)} {secondsOf(one.last_at)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {answer?.faults.length === 0 && <Empty title={t('admin.devices.none')} />}
        </div>
      </section>
      {answer === null || (chosenNumber !== NEW && chosen === null) ? (
        <section className="panel" aria-label={t('admin.devices.terminal')}>
          <Empty title={t('case.none')} what={t('admin.devices.choose')} />
        </section>
      ) : (
        <TerminalForm
          key={`${chosenNumber ?? ''}.${chosen?.version ?? 0}`}
          terminal={chosen}
          crews={answer.crews}
          onDone={(number) => {
            setChosen(number);
            again();
          }}
        />
      )}
    </div>
  );
}

/** crew:<id>, terminal:<number> or address:<ip>, in words. */
function deviceName(device: string, crew: (id: string) => string, t: (key: Key, values: { what: string }) => string): string {
  const [kind = '', what = ''] = device.split(/:(.*)/s);
  return t(`admin.devices.${kind}_is` as Key, { what: kind === 'crew' ? crew(what) : what });
}
