/** Vehicle terminals, and what devices send that is not taken: for whoever can mend it. */
import { useEffect } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from './useAsked.ts';

const AGAIN_MS = 10_000;

interface Devices {
  readonly terminals: readonly Schema<'TerminalReply'>[];
  readonly faults: readonly Schema<'DeviceFault'>[];
  /** Call signs by the crews' ids. */
  readonly crews: ReadonlyMap<string, string>;
}

async function ask(): Promise<Devices> {
  const [terminals, faults, crews] = await Promise.all([
    source.get('/api/force/terminals', {}),
    source.get('/api/force/device-faults', {}),
    source.get('/api/force/crews', {}),
  ]);
  return { terminals, faults, crews: new Map(crews.map((one) => [one.id, one.call_sign])) };
}

export function Devices() {
  const { t } = useTongue();
  const { answer, trouble, again } = useAsked(ask);
  useEffect(() => {
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [again]);
  const crew = (id: string) => answer?.crews.get(id) ?? id;
  return (
    <section className="panel" aria-label={t('admin.section.devices')}>
      <header>
        <h2 className="grow">{t('admin.section.devices')}</h2>
        <span className="muted">{t('admin.devices.what')}</span>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.devices')}>
        <Trouble sentence={trouble} />
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
                <tr key={one.number}>
                  <td>{one.number}</td>
                  <td>{crew(one.crew_id)}</td>
                  <td>{one.datum}</td>
                  <td>{t(!one.is_on ? 'admin.switched_off' : one.paired_at === null ? 'admin.devices.unpaired' : 'admin.in_use')}</td>
                  <td>{one.maker}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

/** crew:<id>, terminal:<number> or address:<ip>, in words. */
function deviceName(device: string, crew: (id: string) => string, t: (key: Key, values: { what: string }) => string): string {
  const [kind = '', what = ''] = device.split(/:(.*)/s);
  return t(`admin.devices.${kind}_is` as Key, { what: kind === 'crew' ? crew(what) : what });
}
