/** 扁平指挥: whose crew was taken. Its owners confirm with one key that they have seen it. */
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { useKeys } from '../../ui/keys.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Of } from '../../sync/kinds.ts';
import { unseenBy } from './owners.ts';

/** What the actor's own desk has not confirmed yet, the oldest first. */
export function Notices() {
  const { t, term, lang } = useTongue();
  const me = useMe();
  const action = useAction();
  const mine = unseenBy(useList('notice'), me.org_code);
  const first = mine[0];

  function see(notice: Of<'notice'>): void {
    const values = { notice_id: notice.id };
    void action.run(async (post) => {
      await post({ path: '/api/dispatch/notices/{notice_id}/seen', values });
    });
  }
  useKeys({ n: () => first !== undefined && see(first) }, first !== undefined);
  if (first === undefined) return null;
  return (
    <section className="notices" aria-label={t('notice.title')}>
      <h2>{t('notice.title')}</h2>
      <ul>
        {mine.map((one) => (
          <li key={one.id} className="hint warn row wrap" role="alert">
            <span className="grow">
              {t('notice.line', {
                name: one.call_sign,
                who: one.taken_by_name,
                number: one.incident_number,
                about: `${term('level', String(one.level))} ${classNameOf(one.class_code, lang)}`,
              })}
              {one.reason !== null && ` · ${one.reason}`}
              {one.expected_until !== null && ` · ${t('notice.until', { at: clockOf(one.expected_until) })}`}
              {one.asked > 1 && ` · ${t('notice.again', { n: one.asked })}`}
            </span>
            <button
              type="button"
              className="btn small"
              disabled={action.state !== 'idle'}
              aria-label={t('notice.see_of', { name: one.call_sign })}
              onClick={() => see(one)}
            >
              {t('notice.see')} {one === first && <kbd>n</kbd>}
            </button>
          </li>
        ))}
      </ul>
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </section>
  );
}

/** In the detail of an incident: owners who have not confirmed yet. */
export function UnseenNotices({ incidentId }: { incidentId: string }) {
  const { t, term } = useTongue();
  const open = useList('notice').filter((one) => one.incident_id === incidentId);
  return open.flatMap((one) =>
    one.asks
      .filter((side) => one[`${side}_seen_by`] === null)
      .map((side) => (
        <span key={one.id + side} className={one.asked > 1 ? 'tag warn' : 'tag'}>
          {t('notice.unseen', { name: one.call_sign, who: term('notice.side', side) })}
        </span>
      )),
  );
}
