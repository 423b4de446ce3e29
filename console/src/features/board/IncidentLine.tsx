/** An incident as a line of the board. */
import { memo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { useClassName } from '../../panels/classes.ts';
import { Age, Countdown, IncidentStateTag, LevelMark } from '../../panels/marks.tsx';
import { orgName } from '../../panels/organisations.ts';
import { RaisedTag } from './Raised.tsx';
import { urgencyOfRow, type BoardRow } from './rows.ts';

/** Who is called now, and how long still. */
export function Calling({ row }: { row: BoardRow }) {
  const { t, term, lang } = useTongue();
  const { callout, orders } = row;
  const called = orders.filter((one) => one.state === 'ordered');
  const going = orders.filter((one) => one.ended_at === null && one.state !== 'ordered');
  if (callout?.state === 'alarmed') return <span className="tag danger">{term('callout.state', 'alarmed')}</span>;
  if (callout?.state === 'desk')
    return (
      <span className="tag warn">
        {t('board.desk_called', { name: orgName(callout.desk_code, lang) })}
        {callout.due_at !== null && <Countdown due={callout.due_at} />}
      </span>
    );
  if (callout?.state === 'desk_taken')
    return <span className="tag accent">{t('board.desk_has', { name: callout.desk_taken_by ?? '' })}</span>;
  if (called[0] !== undefined)
    return (
      <span className="row calling">
        <span className="cut">{called.map((one) => one.call_sign).join(' · ')}</span>
        {called[0].due_at !== null && <Countdown due={called[0].due_at} />}
      </span>
    );
  return <span className="cut muted">{going.map((one) => one.call_sign).join(' · ')}</span>;
}

export const IncidentLine = memo(function IncidentLine({ row }: { row: BoardRow }) {
  const { lang } = useTongue();
  const { incident } = row;
  const className = useClassName(incident.class_code, lang);
  return (
    <div className="line">
      <div className="row">
        <LevelMark level={incident.level} short />
        <strong className="num">{incident.number.slice(-6)}</strong>
        <span className="grow cut">{className}</span>
        <IncidentStateTag state={incident.state} />
        <Age since={row.since} urgency={(ms) => urgencyOfRow(row, row.sinceMs + ms)} />
      </div>
      <div className="row">
        <span className="grow cut muted">{incident.place_text}</span>
        <RaisedTag row={row} />
        <Calling row={row} />
      </div>
    </div>
  );
});
