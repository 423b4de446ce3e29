/** The queue as strips: number, channel, marks, words, a growing clock. Never a window on top, never the focus. */
import { useMemo } from 'react';
import { useList, useOne } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { contactUrgency } from '../../panels/overdue.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { TextFirst } from '../voice/TextFirst.tsx';
import type { Strips as Queue } from './queue.ts';
import { repeatText, useStripRepeats, type Repeats } from './repeats.ts';

type Contact = Of<'contact'>;

export interface StripsProps {
  readonly strips: Queue;
  readonly onTake: (contactId: string) => void;
  readonly onDecline: (contactId: string) => void;
  readonly onResume: (contactId: string) => void;
  readonly isReady: boolean;
}

interface StripProps {
  readonly contact: Contact;
  readonly kind: string;
  readonly isFirst: boolean;
  /** The key that writes to who gave up is this one's. */
  readonly hasKey: boolean;
  readonly repeats: Repeats | undefined;
  readonly props: StripsProps;
}

function Strip({ contact, kind, isFirst, hasKey, repeats, props }: StripProps) {
  const tongue = useTongue();
  const { t, term } = tongue;
  const again = repeatText(repeats, tongue);
  const call = useOne('call', contact.id);
  const canTake = kind === 'ringing' || kind === 'waiting';
  return (
    <li className={`strip ${kind}`}>
      <div className="row">
        <strong className="num">{contact.caller_number ?? `…${contact.number.slice(-6)}`}</strong>
        <span className="tag">{term('channel', contact.channel)}</span>
        <span className="grow" />
        {kind === 'mine' ? (
          <Age since={contact.received_at} />
        ) : kind === 'held' ? (
          <span>
            <span className="muted">{t('hold.for')}</span> <Age since={contact.held_at ?? contact.received_at} urgency={contactUrgency} />
          </span>
        ) : (
          <Age since={contact.received_at} urgency={contactUrgency} />
        )}
      </div>
      <div className="row wrap strip-marks">
        <span className="num muted">{clockOf(contact.received_at)}</span>
        {call?.call_back === true && <span className="tag danger">{t('callback.strip')}</span>}
        {call?.tags.includes('missed') === true && (
          <span className="tag danger">
            {t('call.tag.missed')} <span className="num">{clockOf(call.rang_at)}</span>
          </span>
        )}
        {contact.is_test && <span className="tag warn">{t('strip.test')}</span>}
        {contact.is_silent && <span className="tag danger">{t('strip.silent')}</span>}
        {contact.priority > 0 && <span className="tag warn">{t('strip.priority')}</span>}
        {contact.lon !== null && !contact.is_outside_city && <span className="tag accent">{t('strip.placed')}</span>}
        {contact.is_outside_city && <span className="tag warn">{t('strip.outside')}</span>}
        {again !== null && <span className="tag warn">{again}</span>}
        {kind === 'others' && <span className="tag">{contact.taken_by_name}</span>}
        {kind === 'others' && contact.state === 'held' && <span className="tag warn">{t('hold.held')}</span>}
        {contact.state === 'offered' && kind !== 'ringing' && <span className="tag">{t('strip.rings_elsewhere')}</span>}
      </div>
      <p className="strip-text">{contact.text ?? contact.place_text ?? t('strip.no_words')}</p>
      {kind === 'held' && (
        <div className="row">
          <button type="button" className="btn small" onClick={() => props.onResume(contact.id)}>
            {t('hold.resume')} {isFirst && <kbd>F3</kbd>}
          </button>
        </div>
      )}
      {canTake && (
        <div className="row">
          {call?.call_back === true && call.caller_number !== null && <TextFirst contact={contact} hasKey={hasKey} />}
          <button
            type="button"
            className={kind === 'ringing' ? 'btn small primary' : 'btn small'}
            onClick={() => props.onTake(contact.id)}
          >
            {t('seat.take')} {kind === 'ringing' && <kbd>F4</kbd>}
          </button>
          {kind === 'ringing' && (
            <button type="button" className="btn small quiet" onClick={() => props.onDecline(contact.id)}>
              {t('seat.decline')}
            </button>
          )}
        </div>
      )}
    </li>
  );
}

export function Strips(props: StripsProps) {
  const { t } = useTongue();
  const { strips } = props;
  const shown = useMemo(() => [...strips.ringing, ...strips.mine, ...strips.held, ...strips.waiting], [strips]);
  const repeats = useStripRepeats(shown);
  const calls = useList('call');
  const keyed = useMemo(() => {
    const gaveUp = new Set(calls.filter((one) => one.call_back && one.caller_number !== null).map((one) => one.id));
    if (strips.mine.some((one) => gaveUp.has(one.id))) return null; // the key is at the form then
    return [...strips.ringing, ...strips.waiting].find((one) => gaveUp.has(one.id))?.id ?? null;
  }, [calls, strips]);
  const groups = [
    ['ringing', strips.ringing],
    ['mine', strips.mine],
    ['held', strips.held],
    ['waiting', strips.waiting],
    ['others', strips.others],
  ] as const;
  const isEmpty = groups.every(([, list]) => list.length === 0);
  return (
    <section className="panel seat-strips" aria-label={t('strip.title')}>
      <header>
        <h2 className="grow">{t('strip.title')}</h2>
        <span className="num muted">{t('strip.waiting', { n: strips.waiting.length + strips.ringing.length })}</span>
      </header>
      <div className="body" tabIndex={-1}>
        {isEmpty && <Empty title={t('strip.empty')} what={props.isReady ? t('strip.empty_ready') : t('strip.empty_off')} />}
        {groups.map(
          ([kind, list]) =>
            list.length > 0 && (
              <section key={kind} aria-label={t(`strip.group.${kind}`)}>
                <h3 className="strip-head">{t(`strip.group.${kind}`)}</h3>
                <ul>
                  {list.map((contact, index) => (
                    <Strip
                      key={contact.id}
                      contact={contact}
                      kind={kind}
                      isFirst={index === 0}
                      hasKey={contact.id === keyed}
                      repeats={repeats.get(contact.id)}
                      props={props}
                    />
                  ))}
                </ul>
              </section>
            ),
        )}
      </div>
    </section>
  );
}
