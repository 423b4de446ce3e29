/** The file's parts beside the timeline. */
import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { OrderStateTag } from '../../panels/marks.tsx';
import { Corrected } from '../../panels/Corrected.tsx';
import { Photos } from '../../panels/Photos.tsx';
import { endWords } from '../../panels/orderEnd.ts';
import { RankingList } from '../../panels/RankingList.tsx';
import type { OrderState } from '../../sync/kinds.ts';
import { clockOf, minutesOf, secondsOf } from '../../ui/time.ts';
import { WhyCrew } from './WhyCrew.tsx';
import type { Decision, FeedbackLine, OrderLine, Rating, ReviewLine } from './dossier.ts';

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <div className="pad">{children}</div>
    </section>
  );
}

const STAMPS: readonly OrderState[] = ['accepted', 'departed', 'arrived', 'fed_back', 'refused', 'expired', 'outrun', 'released'];

export function OrderLines({ orders }: { orders: readonly OrderLine[] }) {
  const { t, term } = useTongue();
  if (orders.length === 0) return null;
  return (
    <Section title={t('orders.title')}>
      <ul className="file-list">
        {orders.map((order) => (
          <li key={order.id}>
            <div className="row wrap">
              <strong>{order.callSign}</strong> <OrderStateTag state={order.state} />
              {order.rank !== null && <span className="muted">{t('timeline.rank', { n: order.rank })}</span>}
              {order.etaS !== null && <span className="muted">{t('orders.eta', { n: minutesOf(order.etaS) })}</span>}
            </div>
            <div className="row wrap muted num">
              <span>
                {t('file.ordered')} {secondsOf(order.orderedAt)}
              </span>
              {STAMPS.map((state) => {
                const at = order.stamps[state];
                return at === undefined ? null : (
                  <span key={state}>
                    {term('order.state', state)} {secondsOf(at)}
                  </span>
                );
              })}
              <span>{endWords(term, order.state, order.reason)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function FeedbackLines({ lines }: { lines: readonly FeedbackLine[] }) {
  const { t, term } = useTongue();
  if (lines.length === 0) return null;
  return (
    <Section title={t('file.feedback')}>
      <ul className="file-list">
        {lines.map((one) => (
          <li key={one.id}>
            <div className="row wrap">
              <strong>{term('outcome', one.outcome)}</strong>
              <span className={`tag ${one.state === 'passed' ? 'ok' : one.state === 'returned' ? 'danger' : 'warn'}`}>
                {term('feedback.state', one.state)}
              </span>
              <span className="muted num">
                {one.callSign} · {one.by} · {clockOf(one.at)}
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
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function ReviewLines({ lines }: { lines: readonly ReviewLine[] }) {
  const { t, term } = useTongue();
  if (lines.length === 0) return null;
  return (
    <Section title={t('file.reviews')}>
      <ul className="file-list">
        {lines.map((one) => (
          <li key={one.id}>
            <div className="row wrap">
              <strong>{term('review.kind', one.kind)}</strong>
              <span className={`tag ${one.state === 'passed' ? 'ok' : one.state === 'returned' ? 'danger' : 'warn'}`}>
                {term('review.state', one.state)}
              </span>
              <span className="muted">
                {t('file.work_of', { name: one.author })}
                {one.decidedBy !== null && one.decidedAt !== null && (
                  <>
                    {' · '}
                    {t('file.decided', { name: one.decidedBy, at: clockOf(one.decidedAt) })}
                  </>
                )}
              </span>
            </div>
            {one.remarks !== null && <p>{one.remarks}</p>}
            <Corrected from={one.correctedFrom} to={one.corrections} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function RatingLine({ rating }: { rating: Rating | null }) {
  const { t } = useTongue();
  if (rating === null) return null;
  const stars = (n: number) => '★'.repeat(n) + '☆'.repeat(Math.max(0, 5 - n));
  return (
    <Section title={t('file.rating')}>
      <dl className="facts">
        <dt>{t('rating.answering')}</dt>
        <dd aria-label={t('rating.stars', { n: rating.answering })}>{stars(rating.answering)}</dd>
        <dt>{t('rating.handling')}</dt>
        <dd aria-label={t('rating.stars', { n: rating.handling })}>{stars(rating.handling)}</dd>
      </dl>
      {rating.words !== null && <p>{rating.words}</p>}
    </Section>
  );
}

/** Why this crew, why not that one: the ranking as it was when somebody decided. */
export function Decisions({ incidentId, decisions }: { incidentId: string; decisions: readonly Decision[] }) {
  const { t, term } = useTongue();
  if (decisions.length === 0) return null;
  return (
    <Section title={t('file.decisions')}>
      {decisions.map((one, index) => (
        <details key={one.at + String(index)} open={index === decisions.length - 1}>
          <summary>{t('file.decision', { at: secondsOf(one.at), name: term('actor', one.by) })}</summary>
          <RankingList ranking={one.ranking} />
          <WhyCrew incidentId={incidentId} decision={one.id} />
        </details>
      ))}
    </Section>
  );
}
