/** The call in hand: who is in it and how they stand, and the keys of the call. Never takes the focus by itself. */
import './voice.css';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useNow } from '../../app/clock.ts';
import { useList, useOne } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { Leg, Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { AddParty } from './AddParty.tsx';
import { CallBack } from './CallBack.tsx';
import { CallKeys, type Panel } from './CallKeys.tsx';
import { DigitPad } from './DigitPad.tsx';
import { Party } from './Party.tsx';
import { isLive, isOnlyOther, partiesOf } from './parties.ts';
import { usePartners, useStrip, type Strip } from './useStrip.ts';

export interface CallStripProps {
  readonly call: Of<'call'>;
  readonly contact: Of<'contact'>;
  readonly onHold: () => void;
  /** Back to where one was typing. */
  readonly onLeave: () => void;
}

/** What belongs to the call beside its parties: that it is a re-dial, and of what; marks of the number; the key pressed. */
function Marks({ call }: { call: Of<'call'> }) {
  const { t, term } = useTongue();
  const earlier = useOne('contact', call.redial_of);
  return (
    <>
      {call.redial_of !== null && (
        <span className="tag warn">
          {t('call.redial')}{' '}
          {earlier?.incident_id != null ? (
            <Link href={`/incidents/${earlier.incident_id}`}>{earlier.incident_number}</Link>
          ) : (
            <span className="num">{earlier?.number ?? ''}</span>
          )}
        </span>
      )}
      {call.tags.map((one) => (
        <span key={one} className="tag warn">
          {term('call.tag', one)}
        </span>
      ))}
      {call.key_pressed !== null && <span className="tag danger">{t('call.key_pressed', { key: call.key_pressed })}</span>}
      {call.asked_key_at !== null && call.key_pressed === null && <span className="tag">{t('call.key_asked')}</span>}
    </>
  );
}

function Over({ call }: { call: Of<'call'> }) {
  const { t, term } = useTongue();
  return (
    <span className="row call-over" role="status">
      <span className="tag">{term('call.state', call.state)}</span>
      {call.end_reason !== null && <span className="muted">{term('leg.reason', call.end_reason)}</span>}
      {call.answered_at !== null && (
        <span className="muted">
          {t('call.lasted')} <Age since={call.answered_at} until={call.ended_at} />
        </span>
      )}
    </span>
  );
}

function Parties({ strip }: { strip: Strip }) {
  const now = useNow();
  const { t } = useTongue();
  const { call, own } = strip;
  const orders = useList('order');
  const live = useMemo(() => new Set(orders.filter((one) => one.ended_at === null).map((one) => one.id)), [orders]);
  // Officers whose order is over are named with the crews; the next one is called, and they see nothing of the call.
  const isOver = (leg: Leg) => leg.kind === 'officer' && leg.order_id !== null && !live.has(leg.order_id);
  const parties = partiesOf(call, now).filter((leg) => isLive(leg) || !isOver(leg));
  const isBusy = strip.action.state !== 'idle';
  return (
    <ul className="call-parties" aria-label={t('call.parties')}>
      {parties.map((leg) => {
        const isOwn = leg.id === own?.id;
        const isOutside = leg.kind === 'officer' || leg.kind === 'partner';
        return (
          <Party
            key={leg.id}
            leg={leg}
            isOwn={isOwn}
            level={isOwn ? 'own' : isOnlyOther(parties, leg, own?.id) ? 'far' : leg.id}
            isBusy={isBusy}
            onRemove={isOutside ? () => strip.remove(leg) : undefined}
            onAgain={isOutside && leg.state === 'failed' && call.state === 'talking' ? () => strip.again(leg) : undefined}
          />
        );
      })}
    </ul>
  );
}

export function CallStrip({ call, contact, onHold, onLeave }: CallStripProps) {
  const { t } = useTongue();
  const strip = useStrip(call);
  const [panel, setPanel] = useState<Panel | null>(null);
  const partners = usePartners(panel === 'add');
  const isLive = call.state === 'talking' || call.state === 'ringing';
  const isTalking = call.state === 'talking';
  const open = (next: Panel) => setPanel(panel === next ? null : next);
  const close = () => {
    setPanel(null);
    onLeave();
  };
  useKeys(
    {
      'alt+m': strip.mute,
      'alt+p': () => open('digits'),
      'alt+t': () => open('add'),
      'alt+w': strip.whisper,
      'alt+g': strip.own === undefined ? strip.rejoin : strip.leave,
      'alt+x': strip.hangUp,
    },
    isTalking,
  );

  return (
    <section className={isLive ? 'panel call-strip' : 'panel call-strip over'} aria-label={t('call.title')}>
      <div className="call-row">
        <Parties strip={strip} />
        <Marks call={call} />
        {!isLive && <Over call={call} />}
        <span className="grow" />
        {isTalking && <CallKeys strip={strip} contact={contact} panel={panel} onPanel={open} onHold={onHold} />}
      </div>
      {!isLive && <CallBack strip={strip} contact={contact} />}
      <Trouble sentence={strip.action.trouble} onClose={strip.action.clear} />
      {isTalking && panel === 'add' && (
        <AddParty
          partners={partners}
          onAdd={(choice, attended) => {
            strip.add(choice, attended);
            close();
          }}
          onClose={close}
        />
      )}
      {isTalking && panel === 'digits' && <DigitPad onDigit={strip.digit} onClose={close} />}
    </section>
  );
}
