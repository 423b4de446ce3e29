/** The card: what, where, who to call, and the one big button. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import { useClassName } from '../../panels/classes.ts';
import { Age, Countdown, LevelMark } from '../../panels/marks.tsx';
import { Photos } from '../../panels/Photos.tsx';
import type { Of, OrderState } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { OfficerVideo } from '../talk/OfficerVideo.tsx';
import { FeedbackForm } from './FeedbackForm.tsx';
import { HelpRequest } from './HelpRequest.tsx';
import { OrderWarnings } from './OrderWarnings.tsx';
import { handoversTo } from './navigation.ts';
import type { OutboxNow } from './useOutbox.ts';
import type { Urgent } from './useUrgent.ts';
import { nextStep, stateWith, type Step, type Work } from './work.ts';

const OrderMap = lazy(() => import('./OrderMap.tsx'));
const BUTTONS: Readonly<Record<Exclude<Step, 'refuse' | 'feedback'>, Key>> = {
  accept: 'field.accept',
  depart: 'field.depart',
  arrive: 'field.arrive',
};
const REASONS: readonly Key[] = ['refuse.busy', 'refuse.vehicle', 'refuse.far', 'refuse.other'];
const STEPS: readonly OrderState[] = ['accepted', 'departed', 'arrived', 'fed_back'];
const PLACE_OF: Readonly<Partial<Record<OrderState, number>>> = { accepted: 1, departed: 2, arrived: 3, fed_back: 4 };

function Steps({ state }: { state: OrderState }) {
  const { term } = useTongue();
  const at = PLACE_OF[state] ?? 0;
  return (
    <ol className="order-steps">
      {STEPS.map((step, index) => (
        <li key={step} className={index < at ? 'done' : ''} aria-current={index === at ? 'step' : undefined}>
          {index < at && <span aria-hidden="true">✓ </span>}
          {term('field.step', step)}
        </li>
      ))}
    </ol>
  );
}

function Where({ incident }: { incident: Of<'incident'> }) {
  const { t, term } = useTongue();
  const [isMapOpen, setMapOpen] = useState(false);
  return (
    <>
      <p className="order-place">{incident.place_text}</p>
      <div className="chips">
        {handoversTo(incident, incident.place_text ?? incident.number).map(({ app, href }) => (
          <a key={app} className="btn small" href={href} {...(app === 'amap' && { target: '_blank', rel: 'noreferrer' })}>
            {term('nav', app)}
          </a>
        ))}
        <button type="button" className="btn small" aria-expanded={isMapOpen} onClick={() => setMapOpen(!isMapOpen)}>
          {isMapOpen ? t('report.map_close') : t('field.map')}
        </button>
      </div>
      {isMapOpen && (
        <div className="phone-map">
          <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
            <OrderMap incident={incident} />
          </Suspense>
        </div>
      )}
    </>
  );
}

function Caller({ incident }: { incident: Of<'incident'> }) {
  const { t } = useTongue();
  if (incident.is_unsafe_to_contact) return <p className="trouble">{t('field.unsafe')}</p>;
  if (incident.reporter_phone === null)
    return (
      <p className="muted">
        {incident.reporter_name ?? ''} {t('field.no_phone')}
      </p>
    );
  return (
    <a className="btn block" href={`tel:${incident.reporter_phone}`}>
      {t('field.call', { name: incident.reporter_name ?? t('field.reporter') })}{' '}
      <span className="num">{incident.reporter_phone}</span>
    </a>
  );
}

export interface OrderCardProps {
  readonly work: Work;
  readonly incident: Of<'incident'> | undefined;
  readonly outbox: OutboxNow;
  readonly urgent: Urgent;
}

export function OrderCard({ work, incident, outbox, urgent }: OrderCardProps) {
  const { t, lang } = useTongue();
  const { order, returned } = work;
  const [isRefusing, setRefusing] = useState(false);
  const className = useClassName(incident?.class_code ?? '', lang);
  const media = useList('media');
  const photos = useMemo(
    () => media.filter((one) => one.incident_id === incident?.id && one.purpose === 'report').map((one) => one.id),
    [media, incident?.id],
  );
  const state = stateWith(order, outbox.waiting);
  const step = nextStep(state);
  const isWaiting = outbox.waiting.some((item) => item.group === order.id);
  const isFeedback = step === 'feedback' || (returned !== null && !isWaiting);

  return (
    <>
      <section className={state === 'ordered' ? 'card order new' : 'card order'} aria-label={t('field.card')}>
        <div className="row wrap">
          {incident !== undefined && <LevelMark level={incident.level} />}
          <h2>{className}</h2>
          <span className="grow" />
          {state === 'ordered' && order.due_at !== null ? <Countdown due={order.due_at} /> : <Age since={order.ordered_at} />}
        </div>
        <p className="muted num">
          {incident?.number} · {t('field.ordered_at', { at: clockOf(order.ordered_at) })}
        </p>
        {order.role === 'contain' && <p className="hint">{t('field.contain')}</p>}
        <Steps state={state} />
        {incident !== undefined && <Where incident={incident} />}
        {incident !== undefined && <OrderWarnings order={order} incident={incident} />}
        <p className="order-words">{incident?.narrative}</p>
        <Photos ids={photos} label={t('seat.photos')} />
        {incident !== undefined && <Caller incident={incident} />}
      </section>
      <OfficerVideo incidentId={order.incident_id} />
      {(state === 'accepted' || state === 'departed' || state === 'arrived') && <HelpRequest orderId={order.id} urgent={urgent} />}
      {isFeedback && <FeedbackForm key={order.id} order={order} returned={returned} outbox={outbox} />}
      {step !== null && step !== 'feedback' && step !== 'refuse' && (
        <div className="phone-foot">
          <button type="button" className="btn primary huge" onClick={() => void outbox.add(order.id, step)}>
            {t(BUTTONS[step])}
          </button>
          <div className="order-second">
            {step === 'depart' && (
              <button type="button" className="btn small quiet" onClick={() => void outbox.add(order.id, 'arrive')}>
                {t('field.arrived_already')}
              </button>
            )}
            {step === 'accept' && (
              <button type="button" className="btn small quiet" aria-expanded={isRefusing} onClick={() => setRefusing(!isRefusing)}>
                {t('field.refuse')}
              </button>
            )}
          </div>
          {step === 'accept' && isRefusing && (
            <div className="chips" role="group" aria-label={t('field.refuse_why')}>
              {REASONS.map((reason) => (
                <button
                  key={reason}
                  type="button"
                  className="btn small danger"
                  onClick={() => void outbox.add(order.id, 'refuse', { reason: t(reason) })}
                >
                  {t(reason)}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
      {step === null && returned === null && (
        <p className="card" role="status">
          {t('field.under_review')}
        </p>
      )}
    </>
  );
}
