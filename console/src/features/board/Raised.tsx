/** What of an incident stands longer than it may, and who was told. */
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { orgName } from '../../panels/organisations.ts';
import type { BoardRow } from './rows.ts';

const ALWAYS_OVERDUE = () => 'overdue' as const;

/** In a line of the list: that it was raised, and to whom last. */
export function RaisedTag({ row }: { row: BoardRow }) {
  const { t, term, lang } = useTongue();
  const first = row.raised[0];
  if (first === undefined) return null;
  const what = row.raised.map((one) => term('overdue', `${one.thing}.${one.state}`)).join(' · ');
  return (
    <span className="tag danger" title={t('overdue.told', { what, name: orgName(first.desk_code, lang), n: first.raised })}>
      {t('overdue.tag', { name: orgName(first.desk_code, lang) })}
    </span>
  );
}

/** In the detail: each with its age. */
export function RaisedList({ row }: { row: BoardRow }) {
  const { t, term, lang } = useTongue();
  return row.raised.map((one) => (
    <p key={one.id} className="hint warn row wrap" role="status">
      {t('overdue.told', {
        what: term('overdue', `${one.thing}.${one.state}`),
        name: orgName(one.desk_code, lang),
        n: one.raised,
      })}{' '}
      <Age since={one.since} urgency={ALWAYS_OVERDUE} />
    </p>
  ));
}
