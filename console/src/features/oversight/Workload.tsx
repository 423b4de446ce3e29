/** The queue now and who did what today; opened to see each reviewer. */
import '../../styles/table.css';
import { useEffect, useState } from 'react';
import { useNow } from '../../app/clock.ts';
import { onMoved, source } from '../../app/hall.ts';
import { noteRefusal } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { ageText } from '../../ui/time.ts';

const PAUSE_MS = 500;

function useWorkload(): Schema<'Workload'> | null {
  const [load, setLoad] = useState<Schema<'Workload'> | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOld = false;
    const ask = () => {
      timer = undefined;
      source.get('/api/oversight/workload').then((found) => !isOld && setLoad(found), noteRefusal);
    };
    ask();
    const stop = onMoved((moved) => {
      if (moved.kinds.has('review')) timer ??= setTimeout(ask, PAUSE_MS);
    });
    return () => {
      isOld = true;
      clearTimeout(timer);
      stop();
    };
  }, []);
  return load;
}

export function Workload() {
  const { t } = useTongue();
  const load = useWorkload();
  const now = useNow();
  if (load === null) return null;
  const decided = load.reviewers.reduce((sum, one) => sum + one.decided, 0);
  return (
    <details className="workload">
      <summary>
        {t('workload.today', { opened: load.opened, decided })}
        {load.oldest_opened_at !== null && (
          <span className="muted num"> · {t('workload.oldest', { age: ageText(now - Date.parse(load.oldest_opened_at)) })}</span>
        )}
      </summary>
      {load.reviewers.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th>{t('workload.reviewer')}</th>
              <th className="num">{t('workload.decided')}</th>
              <th className="num">{t('workload.corrected')}</th>
              <th className="num">{t('workload.returned')}</th>
              <th className="num">{t('workload.median')}</th>
            </tr>
          </thead>
          <tbody>
            {load.reviewers.map((one) => (
              <tr key={one.name}>
                <td>{one.name}</td>
                <td className="num">{one.decided}</td>
                <td className="num">{one.corrected}</td>
                <td className="num">{one.returned}</td>
                <td className="num">{ageText(one.median_s * 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
