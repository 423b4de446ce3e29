/** What a second person needs to see: the incident, the orders, the feedback, the photos. */
import { useMemo, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useClassName } from '../../panels/classes.ts';
import { IncidentStateTag, LevelMark, Moment } from '../../panels/marks.tsx';
import { OrderList } from '../../panels/OrderList.tsx';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { Photos } from '../../panels/Photos.tsx';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';

export function CaseView({ incident, children }: { incident: Of<'incident'>; children: ReactNode }) {
  const { t, term, lang } = useTongue();
  useOrganisations();
  const className = useClassName(incident.class_code, lang);
  const allOrders = useList('order');
  const allFeedback = useList('feedback');
  const allMedia = useList('media');
  const orders = useMemo(() => allOrders.filter((one) => one.incident_id === incident.id), [allOrders, incident.id]);
  const feedback = useMemo(
    () =>
      allFeedback
        .filter((one) => one.incident_id === incident.id)
        .sort((a, b) => Date.parse(b.submitted_at) - Date.parse(a.submitted_at)),
    [allFeedback, incident.id],
  );
  const photos = useMemo(
    () =>
      allMedia.filter((one) => one.incident_id === incident.id && one.purpose === 'report').map((one) => one.id),
    [allMedia, incident.id],
  );

  return (
    <section className="panel case" aria-label={t('case.title')}>
      <header className="wrap">
        <LevelMark level={incident.level} />
        <h2 className="num">{incident.number}</h2>
        <span>{className}</span>
        <IncidentStateTag state={incident.state} isInspected={incident.is_inspection_only} />
        <Moment at={incident.opened_at} until={incident.closed_at} />
        <span className="grow" />
        <Link className="btn small" href={`/incidents/${incident.id}`}>
          {t('board.file')} <kbd>o</kbd>
        </Link>
      </header>
      <div className="body case-body">
        <dl className="facts">
          <dt>{t('file.place')}</dt>
          <dd>
            {incident.place_text} <span className="muted">{orgName(incident.station_code, lang)}</span>
          </dd>
          <dt>{t('file.narrative')}</dt>
          <dd style={{ whiteSpace: 'pre-wrap' }}>{incident.narrative}</dd>
          {incident.outcome !== null && orders.length === 0 && (
            <>
              <dt>{t('file.outcome')}</dt>
              <dd style={{ whiteSpace: 'pre-wrap' }}>{incident.outcome}</dd>
            </>
          )}
        </dl>
        <Photos ids={photos} label={t('seat.photos')} />
        {orders.length > 0 && (
          <>
            <h3>{t('orders.title')}</h3>
            <OrderList orders={orders} />
          </>
        )}
        {feedback.map((one) => (
          <article key={one.id} className="case-feedback">
            <div className="row wrap">
              <h3>{t('case.feedback', { name: one.call_sign })}</h3>
              <strong>{term('outcome', one.outcome)}</strong>
              <span className={`tag ${one.state === 'returned' ? 'danger' : one.state === 'passed' ? 'ok' : 'warn'}`}>
                {term('feedback.state', one.state)}
              </span>
              <span className="muted num">
                {one.submitted_by_name} · {clockOf(one.submitted_at)}
                {one.round > 1 && ` · ${t('file.round', { n: one.round })}`}
              </span>
            </div>
            <p style={{ whiteSpace: 'pre-wrap' }}>{one.text}</p>
            {one.remarks !== null && (
              <p className="hint">
                {t('file.remarks')} {one.remarks}
              </p>
            )}
            <Photos ids={one.media} label={t('file.feedback_photos')} />
          </article>
        ))}
      </div>
      {children}
    </section>
  );
}
