/** The week: a row for each grid, a column for each day; every turn is a button, marked by what is wrong with it. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { daysOf, hoursOf, rowsOf, worstOf, type Roster, type Span } from './week.ts';
import { HALL, usePlaceName } from './usePlaceName.ts';

const TONES = { error: 'danger', warning: 'warn', notice: '' } as const;
const MARKS = { error: '✕', warning: '!', notice: 'i' } as const;

export interface WeekGridProps {
  readonly roster: Roster;
  readonly chosen: string | null;
  readonly onChoose: (span: Span) => void;
  readonly onAdd: (place: string, day: string) => void;
}

export function WeekGrid({ roster, chosen, onChoose, onAdd }: WeekGridProps) {
  const { t } = useTongue();
  const nameOf = usePlaceName();
  const days = useMemo(() => daysOf(roster.window), [roster.window]);
  const places = useMemo(() => roster.members.map((one) => one.place_code), [roster.members]);
  const rows = useMemo(() => rowsOf(roster.spans, places, days), [roster.spans, places, days]);
  return (
    <table className="table duty-week" style={{ minWidth: 90 + days.length * 132 }}>
      <thead>
        <tr>
          <th scope="col">{t('duty.place')}</th>
          {days.map((day) => (
            <th key={day} scope="col">
              {day.slice(5)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.place}>
            <th scope="row" title={row.place === HALL ? undefined : row.place}>
              {nameOf(row.place)}
            </th>
            {row.days.map((spans, index) => (
              <td key={days[index]}>
                {spans.map((span) => (
                  <SpanButton key={span.id} span={span} roster={roster} isChosen={span.id === chosen} onChoose={onChoose} />
                ))}
                <button
                  type="button"
                  className="btn small quiet duty-add"
                  aria-label={t('duty.add_at', { place: nameOf(row.place), day: days[index] ?? '' })}
                  onClick={() => onAdd(row.place, days[index] ?? '')}
                >
                  +
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SpanButtonProps {
  readonly span: Span;
  readonly roster: Roster;
  readonly isChosen: boolean;
  readonly onChoose: (span: Span) => void;
}

function SpanButton({ span, roster, isChosen, onChoose }: SpanButtonProps) {
  const { t, pick } = useTongue();
  const worst = worstOf(roster.findings, span.id);
  return (
    <button
      type="button"
      className={`duty-span ${worst === undefined ? '' : TONES[worst.severity]} ${span.readiness}`}
      aria-pressed={isChosen}
      title={worst && pick(worst.zh, worst.en)}
      onClick={() => onChoose(span)}
    >
      <span className="num">{hoursOf(span)}</span>{' '}
      <span className="cut">
        {worst !== undefined && <strong>{MARKS[worst.severity]} </strong>}
        {span.member_name}
        {span.readiness === 'standby' && ` · ${t('duty.readiness.standby')}`}
      </span>
    </button>
  );
}
