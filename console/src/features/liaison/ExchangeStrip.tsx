/** What does not get through to a partner's platform, to whoever was told of it: seen and heard until somebody acts. */
import { Link } from 'wouter';
import { holds } from '../../app/access.ts';
import { useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useSounds } from '../../app/useSounds.ts';
import { useTongue } from '../../i18n/index.ts';

const AGAIN_MS = 30_000;

export function ExchangeStrip() {
  const { t } = useTongue();
  const me = useMe();
  const overdue = useList('overdue');
  const isTold = holds(me, 'commander', 'county_desk', 'station_desk', 'call_taker');
  const own = isTold ? overdue.filter((one) => one.thing === 'exchange' && one.desk_code === me.org_code) : [];
  useSounds(
    own.map((one) => ({ id: one.id, title: t('exchange.notice'), body: t('exchange.none_what') })),
    'desk',
    AGAIN_MS,
  );
  if (own.length === 0) return null;
  return (
    <div className="alarm soft" role="alert">
      <strong>{t('exchange.alarm', { n: own.length })}</strong> <Link href="/exchange">{t('desk.exchange')}</Link>
    </div>
  );
}
