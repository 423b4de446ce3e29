/** Contacts a week before and since somebody looks after a caller: as bars, and as a table for who cannot see them. */
import { useTongue } from '../../i18n/index.ts';
import { dayOf } from '../../ui/time.ts';
import { barsOf, type CallerWeek } from './callers.ts';

export function WeekBars({ weeks }: { weeks: readonly CallerWeek[] }) {
  const { t } = useTongue();
  return (
    <figure className="week-bars">
      <div className="week-bars-chart" aria-hidden="true">
        {barsOf(weeks).map(({ week, height }) => {
          const values = { day: dayOf(week.starts_at), n: week.contacts };
          return (
            <div
              key={week.starts_at}
              className={['week-bar', week.is_before && 'before', !week.is_whole && 'part'].filter(Boolean).join(' ')}
              title={week.is_whole ? t('callers.week', values) : t('callers.week_now', values)}
            >
              <span className="num">{week.contacts}</span>
              <i style={{ height: `${Math.max(2, Math.round(height * 48))}px` }} />
              <span className="num muted">{dayOf(week.starts_at).slice(5)}</span>
            </div>
          );
        })}
      </div>
      <figcaption className="week-bars-legend muted" aria-hidden="true">
        <span className="before">{t('callers.was_before')}</span>
        <span>{t('callers.was_since')}</span>
        {weeks.some((week) => !week.is_whole) && <span className="part">{t('callers.was_part')}</span>}
      </figcaption>
      <table className="sr-only">
        <caption>{t('callers.weeks')}</caption>
        <thead>
          <tr>
            <th>{t('callers.col_week')}</th>
            <th>{t('callers.col_n')}</th>
            <th>{t('callers.col_when')}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.starts_at}>
              <td>{dayOf(week.starts_at)}</td>
              <td>{week.contacts}</td>
              <td>{t(week.is_before ? 'callers.was_before' : 'callers.was_since')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
