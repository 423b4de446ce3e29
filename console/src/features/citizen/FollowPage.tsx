/** What happens with my report: in plain words, with the crew on the map, and room to add. */
import '../../styles/phone.css';
import './citizen.css';
import { lazy, Suspense, useEffect } from 'react';
import { Link } from 'wouter';
import { useTongue } from '../../i18n/index.ts';
import { Photos } from '../../panels/Photos.tsx';
import { clockOf, distanceText, minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { AddMore } from './AddMore.tsx';
import { CitizenCall } from './CitizenCall.tsx';
import { PhoneBar, useBigType } from './PhoneBar.tsx';
import { Rating } from './Rating.tsx';
import { Withdraw } from './Withdraw.tsx';
import { useFollow, type FollowView } from './useFollow.ts';

const FollowMap = lazy(() => import('./FollowMap.tsx'));
const STEPS: readonly FollowView['stage'][] = ['received', 'opened', 'dispatched', 'under_way', 'on_scene', 'closed'];
const STEP_OF: Readonly<Record<FollowView['stage'], number>> = {
  received: 1,
  answering: 1,
  reopened: 2,
  opened: 2,
  dispatched: 3,
  under_way: 4,
  on_scene: 5,
  handled: 5,
  closed: 6,
  cancelled: 6,
  settled: 6,
};
const ENDED: ReadonlySet<FollowView['stage']> = new Set(['closed', 'cancelled', 'settled']);

function Stage({ view }: { view: FollowView }) {
  const { t, term } = useTongue();
  const step = STEP_OF[view.stage];
  return (
    <section className={ENDED.has(view.stage) ? 'card stage ended' : 'card stage'} aria-live="polite">
      <p className="muted num">
        {t('follow.number', { number: view.number })} · {clockOf(view.received_at)}
      </p>
      <h2>{term('stage', view.stage)}</h2>
      <p>{term('next', view.stage)}</p>
      <ol className="steps" aria-label={t('follow.step', { n: step, of: STEPS.length })}>
        {STEPS.map((one, index) => (
          <li key={one} className={index < step ? 'done' : ''} />
        ))}
      </ol>
    </section>
  );
}

function Coming({ view }: { view: FollowView }) {
  const { t } = useTongue();
  const { crew } = view;
  if (crew === null || ENDED.has(view.stage)) return null;
  return (
    <section className="card">
      <h2>{t('follow.crew', { name: crew.call_sign })}</h2>
      <p className="coming">
        {crew.has_arrived && <strong>{t('follow.arrived')}</strong>}
        {!crew.has_arrived && crew.eta_s !== null && (
          <>
            <strong className="num">{t('follow.minutes', { n: minutesOf(crew.eta_s) })}</strong>
            {crew.distance_m !== null && <span className="num">{t('follow.away', { d: distanceText(crew.distance_m) })}</span>}
          </>
        )}
        {!crew.has_arrived && crew.eta_s === null && <span>{t('follow.no_minutes')}</span>}
      </p>
    </section>
  );
}

export default function FollowPage({ token }: { token: string }) {
  const { t } = useTongue();
  const [isBig, turnBig] = useBigType();
  const { view, isFresh, gone, again } = useFollow(token);
  useEffect(() => {
    document.title = `${t('follow.title')} · ${t('app.name')}`;
  }, [t]);
  const hasPlace = view !== null && (view.lon !== null || view.crew?.lon !== undefined);

  return (
    <div className={isBig ? 'phone big' : 'phone'}>
      <PhoneBar title={t('follow.title')} isBig={isBig} turnBig={turnBig} />
      <main className="phone-page">
        <Trouble sentence={gone} />
        {gone !== null && (
          <Link href="/report" className="btn primary huge">
            {t('report.title')}
          </Link>
        )}
        {view === null && gone === null && (
          <p className="empty" role="status">
            {t('common.loading')}
          </p>
        )}
        {view !== null && !isFresh && (
          <p className="hint warn" role="status">
            {t('follow.stale')}
          </p>
        )}
        {view !== null && gone === null && (
          <>
            <Stage view={view} />
            <CitizenCall token={token} view={view} onDone={again} />
            {view.may_rate && <Rating token={token} onDone={again} />}
            {view.is_rated && <p className="card">{t('rating.thanks')}</p>}
            <Coming view={view} />
            {view.shows_map && hasPlace && !ENDED.has(view.stage) && (
              <div className="phone-map">
                <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
                  <FollowMap view={view} />
                </Suspense>
              </div>
            )}
            <section className="card">
              <h2>{t('follow.said')}</h2>
              <p style={{ whiteSpace: 'pre-wrap' }}>{view.text ?? t('follow.said_nothing')}</p>
              <Photos
                ids={view.photos}
                label={t('follow.photos')}
                srcOf={(id) => `/api/public/follow/${token}/photos/${id}`}
              />
            </section>
            {view.may_add && <AddMore token={token} />}
            <Withdraw token={token} view={view} onDone={again} />
            <p className="hint">
              {t('report.ring')}{' '}
              <a href="tel:110" className="num">
                <strong>110</strong>
              </a>
            </p>
          </>
        )}
      </main>
    </div>
  );
}
