/** One vehicle terminal: which crew it speaks for, on which datum; paired anew, switched off; or a new one. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

type Terminal = Schema<'TerminalReply'>;
type Datum = Terminal['datum'];
const DATUMS: readonly Datum[] = ['WGS84', 'CGCS2000', 'GCJ02', 'BD09'];

export interface TerminalFormProps {
  readonly terminal: Terminal | null;
  readonly crews: readonly Schema<'CrewName'>[];
  readonly onDone: (number: string) => void;
}

export function TerminalForm({ terminal, crews, onDone }: TerminalFormProps) {
  const { t } = useTongue();
  const action = useAction();
  const [number, setNumber] = useState('');
  const [crew, setCrew] = useState(terminal?.crew_id ?? '');
  const [datum, setDatum] = useState<Datum | ''>(terminal?.datum ?? '');
  const [asked, setAsked] = useState<'pair' | 'switch' | null>(null);
  const isBusy = action.state !== 'idle';

  /** What it is from now on; `change` apart from crew and datum. */
  function save(change: { is_on?: boolean; pairs_anew?: boolean }): Promise<boolean> {
    return action.run(async (send) => {
      if (datum === '') return;
      if (terminal === null) {
        await send({ path: '/api/force/terminals', body: { number, crew_id: crew, datum } });
        onDone(number);
        return;
      }
      const body = { crew_id: crew, datum, is_on: terminal.is_on, pairs_anew: false, expected_version: terminal.version, ...change };
      await send({ path: '/api/force/terminals/{number}', values: { number: terminal.number }, body });
      onDone(terminal.number);
    });
  }

  return (
    <section className="panel" aria-label={t('admin.devices.terminal')}>
      <header>
        <h2 className="grow">{terminal === null ? t('admin.devices.new') : terminal.number}</h2>
        {terminal !== null && <TerminalState terminal={terminal} />}
      </header>
      <form
        className="body admin-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save({});
        }}
      >
        {terminal === null && (
          <label>
            <span className="label">{t('admin.devices.terminal')}</span>
            <input
              className="field num"
              required
              inputMode="numeric"
              pattern="[1-9][0-9]{0,19}"
              title={t('admin.devices.number_form')}
              value={number}
              onChange={(event) => setNumber(event.target.value.trim())}
            />
            <span className="hint">{t('admin.devices.number_form')}</span>
          </label>
        )}
        <label>
          <span className="label">{t('admin.crew')}</span>
          <select className="field" required value={crew} onChange={(event) => setCrew(event.target.value)}>
            <option value="">{t('admin.choose')}</option>
            {crews.map((one) => (
              <option key={one.id} value={one.id}>
                {one.call_sign} {one.code}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="label">{t('admin.devices.datum')}</span>
          <select className="field" required value={datum} onChange={(event) => setDatum(event.target.value as Datum)}>
            <option value="">{t('admin.choose')}</option>
            {DATUMS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
          <span className="hint">{t('admin.devices.datum_what')}</span>
        </label>
        {terminal?.paired_at != null && (
          <p className="muted">
            {t('admin.devices.paired_at', { at: `${dayOf(terminal.paired_at)} ${clockOf(terminal.paired_at)}` })} {terminal.maker}
          </p>
        )}
        <Trouble sentence={action.trouble} onClose={action.clear} />
        <div className="row">
          <button type="submit" className="btn primary" disabled={isBusy}>
            {terminal === null ? t('admin.devices.register') : t('admin.save')}
          </button>
          {terminal?.is_on === false && (
            <button type="button" className="btn" disabled={isBusy} onClick={() => void save({ is_on: true })}>
              {t('admin.devices.bring_back')}
            </button>
          )}
          {terminal?.is_on === true && (
            <>
              <button type="button" className="btn" disabled={isBusy || terminal.paired_at === null} onClick={() => setAsked('pair')}>
                {t('admin.devices.pair_anew')}
              </button>
              <button type="button" className="btn danger" disabled={isBusy} onClick={() => setAsked('switch')}>
                {t('admin.devices.retire')}
              </button>
            </>
          )}
        </div>
        {asked !== null && (
          <div className="admin-ask" role="alertdialog" aria-label={t(`admin.devices.${asked}_sure`)}>
            <p>{t(`admin.devices.${asked}_sure`)}</p>
            <div className="row">
              <button
                type="button"
                className="btn danger"
                disabled={isBusy}
                onClick={() => void save(asked === 'pair' ? { pairs_anew: true } : { is_on: false }).then((isDone) => isDone && setAsked(null))}
              >
                {t(asked === 'pair' ? 'admin.devices.pair_anew' : 'admin.devices.retire')}
              </button>
              <button type="button" className="btn" onClick={() => setAsked(null)}>
                {t('common.cancel')}
              </button>
            </div>
          </div>
        )}
      </form>
    </section>
  );
}

/** In use, has not come yet, or retired. */
export function TerminalState({ terminal }: { terminal: Terminal }) {
  const { t } = useTongue();
  if (!terminal.is_on) return <span className="tag">{t('admin.devices.retired')}</span>;
  if (terminal.paired_at === null) return <span className="tag warn">{t('admin.devices.unpaired')}</span>;
  return <span className="tag ok">{t('admin.in_use')}</span>;
}
