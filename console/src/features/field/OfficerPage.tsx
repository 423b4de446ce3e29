/** The officer's page: one card, one big button; works without a network and sends later, in order. */
import '../../styles/phone.css';
import './field.css';
import { useEffect, useMemo } from 'react';
import { useHasSnapshot, useLink, useList, useOne } from '../../app/hall.ts';
import { currentPrefs } from '../../app/prefs.ts';
import { useMe } from '../../app/session.ts';
import { closeVoice, openVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { FeedbackStateTag, Moment, OrderStateTag } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';
import { notice, play, wakeSound } from '../../ui/tones.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { EnterCard } from '../entered/EnterCard.tsx';
import { OfficerCall } from '../voice/OfficerCall.tsx';
import { OfficerMenu } from './OfficerMenu.tsx';
import { OrderCard } from './OrderCard.tsx';
import { PanicButton } from './PanicButton.tsx';
import { PatrolCard } from './PatrolCard.tsx';
import { RelocationCard } from './RelocationCard.tsx';
import { WatchCard } from './WatchCard.tsx';
import { useOutbox } from './useOutbox.ts';
import { useUrgent } from './useUrgent.ts';
import { useVanished } from './useVanished.ts';
import { currentWork, doneWork, lastFeedback, stateWith } from './work.ts';

const RING_AGAIN_MS = 3_000;

/** A new order sounds and shakes until it is answered. */
function useOrderTones(isNew: boolean, returnedId: string | null): void {
  const { t } = useTongue();
  useEffect(() => {
    if (!isNew) return undefined;
    notice(t('field.new_order'), '', 'order');
    const ring = () => {
      play('order', currentPrefs().isMuted);
      // Phones of one maker have no such thing.
      if ('vibrate' in navigator) navigator.vibrate([300, 120, 300]);
    };
    ring();
    const timer = setInterval(ring, RING_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isNew, t]);
  useEffect(() => {
    if (returnedId !== null) play('returned', currentPrefs().isMuted);
  }, [returnedId]);
}

export default function OfficerPage() {
  const { t, pick } = useTongue();
  const me = useMe();
  const link = useLink();
  const hasSnapshot = useHasSnapshot();
  const outbox = useOutbox();
  const urgent = useUrgent();
  const orders = useList('order');
  const feedback = useList('feedback');
  const crew = useOne('crew', me.crew_id);
  const work = useMemo(() => currentWork(me.crew_id ?? null, orders, feedback), [me.crew_id, orders, feedback]);
  const incident = useOne('incident', work?.order.incident_id);
  const done = useMemo(() => doneWork(me.crew_id ?? null, orders, work?.order.id ?? null), [me.crew_id, orders, work]);
  const [vanished, forget] = useVanished(work?.order.id ?? null, outbox.declined);
  const isNew = work !== null && stateWith(work.order, outbox.waiting) === 'ordered';
  useOrderTones(isNew, work?.returned?.id ?? null);

  useEffect(() => {
    document.title = `${t('desk.officer')} · ${t('app.name')}`;
  }, [t]);
  useEffect(() => {
    openVoice();
    return closeVoice;
  }, []);
  useEffect(() => {
    if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js');
    addEventListener('pointerdown', wakeSound);
    return () => removeEventListener('pointerdown', wakeSound);
  }, []);

  return (
    <div className="phone">
      <header className="phone-bar">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <h1 className="cut">{crew?.call_sign ?? me.name}</h1>
        <span className={link === 'open' ? 'tag ok' : 'tag danger'} role="status">
          <span aria-hidden="true">{link === 'open' ? '●' : '✕'}</span> {t(`link.${link}`)}
        </span>
      </header>
      <PanicButton urgent={urgent} orderId={work?.order.id ?? null} />
      <main className="phone-page">
        <OfficerCall order={work?.order ?? null} />
        {outbox.waiting.length > 0 && (
          <p className="hint warn" role="status">
            {t('outbox.waiting', { n: outbox.waiting.length })}
          </p>
        )}
        {outbox.refused !== null && (
          <div>
            <Trouble sentence={outbox.refused.sentence} onClose={outbox.dismiss} />
            {outbox.refused.dropped > 0 && <p className="muted">{t('outbox.dropped', { n: outbox.refused.dropped })}</p>}
          </div>
        )}
        {vanished !== null && (
          <div>
            <p className="muted num">{vanished.number}</p>
            <Trouble sentence={vanished.sentence} onClose={forget} />
          </div>
        )}
        {!hasSnapshot && <Empty title={t('common.first_picture')} />}
        {hasSnapshot && work === null && (
          <section className="card">
            <Empty title={t('field.none')} what={me.crew_id === null ? t('field.no_crew') : t('field.none_what')} />
          </section>
        )}
        {work === null && <RelocationCard crewId={me.crew_id ?? null} />}
        {hasSnapshot && me.crew_id != null && <PatrolCard crewId={me.crew_id} isBusy={work !== null && work.returned === null} />}
        {work !== null && <OrderCard key={work.order.id} work={work} incident={incident} outbox={outbox} urgent={urgent} />}
        {done.length > 0 && (
          <section className="card">
            <h2>{t('field.today')}</h2>
            <ul>
              {done.slice(0, 10).map((order) => (
                <DoneLine key={order.id} order={order} last={lastFeedback(order.id, feedback)} />
              ))}
            </ul>
          </section>
        )}
        <EnterCard />
        {hasSnapshot && me.crew_id != null && <WatchCard crewId={me.crew_id} name={me.name} />}
        <OfficerMenu crew={crew} who={pick(me.name, me.name)} />
      </main>
    </div>
  );
}

function DoneLine({ order, last }: { order: Of<'order'>; last: Of<'feedback'> | undefined }) {
  const incident = useOne('incident', order.incident_id);
  return (
    <li className="row done-line">
      <span className="grow cut">{incident?.place_text ?? '—'}</span>
      {last === undefined ? <OrderStateTag state={order.state} /> : <FeedbackStateTag state={last.state} />}
      <Moment at={order.ordered_at} />
    </li>
  );
}
