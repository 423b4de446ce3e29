/** What is most urgent now, the worst first; as many as the screen has room for. */
import { useMemo } from 'react';
import { hallNow, useNow } from '../../app/clock.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { Age, IncidentStateTag, LevelMark } from '../../panels/marks.tsx';
import { urgencyOf } from '../../panels/overdue.ts';
import { sortRows, type BoardRow } from '../board/rows.ts';

const MOST = 12;

export function Urgent({ open }: { open: readonly BoardRow[] }) {
  const { t, lang } = useTongue();
  const second = Math.floor(useNow() / 5_000);
  const rows = useMemo(
    () => {
      const lists = sortRows(open, hallNow());
      return [...lists.waiting, ...lists.running.filter((row) => row.incident.state !== 'handled')].slice(0, MOST);
    },
    // Every few seconds the clock has moved, and with it the order.
    // oxlint-disable-next-line react/exhaustive-deps
    [open, second],
  );
  if (rows.length === 0) return <p className="muted">{t('wall.nothing_urgent')}</p>;
  return (
    <ul className="wall-urgent">
      {rows.map(({ incident, since }) => (
        <li key={incident.id} className="row">
          <LevelMark level={incident.level} short />
          <a href={`/incidents/${incident.id}`} target="_blank" rel="noopener" className="num">
            {incident.number.slice(-6)}
          </a>
          <span className="grow cut">
            {classNameOf(incident.class_code, lang)} <span className="muted">{incident.place_text}</span>
          </span>
          <IncidentStateTag state={incident.state} />
          <Age since={since} urgency={(ms) => urgencyOf(incident.state, incident.level, ms)} />
        </li>
      ))}
    </ul>
  );
}
