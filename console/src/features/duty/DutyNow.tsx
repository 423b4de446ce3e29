/** Who is on duty now: planned, signed on, with what; and what is missing. */
import { useMemo } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { absentCrews } from './alarms.ts';
import { postsNow } from './posts.ts';
import { plannedSeats, useTurns } from './useTurns.ts';

export function DutyNow({ isSeats, orgCode }: { isSeats: boolean; orgCode: string }) {
  const { t } = useTongue();
  return (
    <section className="panel" aria-label={t('duty.section.now')}>
      <div className="body" tabIndex={0} role="region" aria-label={t('duty.section.now')}>
        {isSeats ? <SeatsNow /> : <CrewsNow orgCode={orgCode} />}
      </div>
    </section>
  );
}

function CrewsNow({ orgCode }: { orgCode: string }) {
  const { t, term, lang } = useTongue();
  useAreas();
  const crews = useList('crew');
  const registrations = useList('registration');
  const handovers = useList('handover');
  const specials = useList('special_duty');
  const absent = absentCrews(useList('duty_alarm'));
  const aboard = useMemo(() => new Map(registrations.map((one) => [one.id, one])), [registrations]);
  const own = crews
    .filter((one) => one.org_code === orgCode && (one.duty === 'on_duty' || aboard.has(one.id)))
    .sort((a, b) => (a.grid_code + a.call_sign < b.grid_code + b.call_sign ? -1 : 1));
  const posts = useMemo(() => postsNow(specials), [specials]);
  if (own.length === 0) return <Empty title={t('duty.nobody_now')} what={t('duty.nobody_now_what')} />;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('duty.place')}</th>
          <th>{t('duty.member')}</th>
          <th>{t('duty.readiness')}</th>
          <th className="num">{t('duty.until')}</th>
          <th>{t('duty.aboard')}</th>
          <th>{t('duty.vehicle')}</th>
          <th>{t('duty.kit')}</th>
          <th>{t('duty.phone')}</th>
        </tr>
      </thead>
      <tbody>
        {own.map((crew) => {
          const held = aboard.get(crew.id);
          const post = posts.get(crew.id);
          const waits = handovers.some((one) => one.to_crew === crew.id);
          return (
            <tr key={crew.id}>
              <td title={crew.grid_code}>{areaName(crew.grid_code, lang)}</td>
              <td>
                {crew.call_sign} {post !== undefined && <span className="tag accent">{t('duty.post_at', { site: post })}</span>}{' '}
                {waits && <span className="tag warn">{t('duty.handover_waits')}</span>}
              </td>
              <td>{crew.duty === 'on_duty' ? term('duty.readiness', crew.readiness) : t('crew.group.off')}</td>
              <td className="num">{crew.duty_until === null ? '—' : clockOf(crew.duty_until)}</td>
              <td>{held === undefined ? <NotSignedOn since={absent.get(crew.id)?.since} /> : held.aboard.join('、')}</td>
              <td>{held?.vehicle}</td>
              <td>{[...(held?.kit ?? []), ...(held?.skills ?? [])].join('、')}</td>
              <td>{held?.phone}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** since: when it should have; undefined as long as nobody is missed for it. */
function NotSignedOn({ since }: { since: string | undefined }) {
  const { t } = useTongue();
  if (since === undefined) return <span className="tag warn">{t('duty.not_signed_on')}</span>;
  return <span className="tag danger">{t('duty.alarm.absent_since', { at: clockOf(since) })}</span>;
}

function SeatsNow() {
  const { t, term } = useTongue();
  const turns = useTurns();
  const seats = useList('seat');
  const planned = plannedSeats(turns);
  const seatOf = (accountId: string) => seats.find((one) => one.account_id === accountId);
  const extra = seats.filter((one) => one.state !== 'off' && !planned.some((turn) => turn.member_id === one.account_id));
  if (planned.length === 0 && extra.length === 0) return <Empty title={t('duty.nobody_now')} what={t('duty.no_seats_what')} />;
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{t('duty.person')}</th>
          <th>{t('duty.planned')}</th>
          <th>{t('duty.present')}</th>
        </tr>
      </thead>
      <tbody>
        {planned.map((turn) => {
          const state = seatOf(turn.member_id)?.state ?? 'off';
          return (
            <tr key={turn.id}>
              <td>{turn.member_name}</td>
              <td className="num">
                {clockOf(turn.starts_at)}–{clockOf(turn.ends_at)}
              </td>
              <td>
                <span className={state === 'off' ? 'tag danger' : 'tag ok'}>{state === 'off' ? t('duty.absent') : term('seat.state', state)}</span>
              </td>
            </tr>
          );
        })}
        {extra.map((one) => (
          <tr key={one.id}>
            <td>{one.account_name}</td>
            <td className="muted">{t('duty.unplanned')}</td>
            <td>
              <span className="tag">{term('seat.state', one.state)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
