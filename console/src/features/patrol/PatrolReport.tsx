/** What was patrolled in the last hours, with shares done and proven, and as a file. */
import { useEffect, useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { source } from '../../app/hall.ts';
import { sentenceOf, useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { download } from '../../source/download.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';

const HOURS = ['8', '24', '168'] as const;
const HOUR_MS = 3_600_000;
type Row = Schema<'ReportRow'>;

function spanOf(hours: string): { readonly since: string; readonly until: string } {
  const now = hallNow();
  return { since: new Date(now - Number(hours) * HOUR_MS).toISOString(), until: new Date(now).toISOString() };
}

export function PatrolReport({ orgCode }: { orgCode: string }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [hours, setHours] = useState<(typeof HOURS)[number]>('8');
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  useEffect(() => {
    let isOld = false;
    source
      .get('/api/field/patrol-report', {}, { ...spanOf(hours), org_code: orgCode })
      .then((found) => {
        if (isOld) return;
        setRows(found);
        setTrouble(null);
      })
      .catch((error: unknown) => {
        if (!isOld) setTrouble(sentenceOf(error));
      });
    return () => {
      isOld = true;
    };
  }, [hours, orgCode]);
  const ended = (rows ?? []).filter((one) => one.ended_at !== null);
  const sum = (of: (row: Row) => number) => ended.reduce((total, row) => total + of(row), 0);
  const percent = (n: number) => Math.round((100 * n) / Math.max(1, sum((row) => row.points)));
  const save = () => {
    const { since, until } = spanOf(hours);
    const query = new URLSearchParams({ since, until, org_code: orgCode });
    return action.run(() => download(`/api/field/patrol-report/file?${query.toString()}`, `patrols-${orgCode}-${dayOf(until)}.csv`));
  };
  return (
    <section className="panel patrol-report" aria-label={t('patrol.report')}>
      <header>
        <h2 className="grow">{t('patrol.report')}</h2>
        {ended.length > 0 && (
          <span className="num">{t('patrol.report_share', { done: percent(sum((row) => row.done)), proven: percent(sum((row) => row.proven)) })}</span>
        )}
        <select className="field" aria-label={t('patrol.report')} value={hours} onChange={(event) => setHours(event.target.value as typeof hours)}>
          {HOURS.map((one) => (
            <option key={one} value={one}>
              {t(`patrol.report_hours.${one}`)}
            </option>
          ))}
        </select>
        <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => void save()}>
          {t('duty.export', { format: 'csv' })}
        </button>
      </header>
      <div className="body" tabIndex={0} role="region" aria-label={t('patrol.report')}>
        <Trouble sentence={action.trouble ?? trouble} onClose={action.clear} />
        {rows?.length === 0 && <Empty title={t('patrol.report_none')} />}
        {rows !== null && rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                {(['patrol', 'crew', 'state', 'points', 'proven', 'wrong', 'missed'] as const).map((one) => (
                  <th key={one}>{t(`patrol.report.${one}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.patrol_id}>
                  <td>
                    {row.title} <span className="muted num">{clockOf(row.starts_at)}</span>
                  </td>
                  <td>{row.call_sign ?? '—'}</td>
                  <td>{term('patrol.state', row.state)}</td>
                  <td className="num">
                    {row.done}/{row.points}
                  </td>
                  <td className="num">{row.proven}</td>
                  <td className="num">
                    {row.wrong} / {row.hazards}
                  </td>
                  <td>{row.missed.join('、')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}
