/** The queue as strips: number, channel, marks, words, a growing clock. Never a window on top, never the focus. */
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { contactUrgency } from '../../panels/overdue.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { historyOf, type Strips as Queue } from './queue.ts';

type Contact = Of<'contact'>;

export interface StripsProps {
  readonly strips: Queue;
  readonly contacts: readonly Contact[];
  readonly onTake: (contactId: string) => void;
  readonly onDecline: (contactId: string) => void;
  readonly isReady: boolean;
}

function Strip({ contact, kind, history, props }: { contact: Contact; kind: string; history: number; props: StripsProps }) {
  const { t, term } = useTongue();
  const canTake = kind === 'ringing' || kind === 'waiting';
  return (
    <li className={`strip ${kind}`}>
      <div className="row">
        <strong className="num">{contact.caller_number ?? `…${contact.number.slice(-6)}`}</strong>
        <span className="tag">{term('channel', contact.channel)}</span>
        <span className="grow" />
        {kind === 'mine' ? (
          <Age since={contact.received_at} />
        ) : (
          <Age since={contact.received_at} urgency={contactUrgency} />
        )}
      </div>
      <div className="row wrap strip-marks">
        <span className="num muted">{clockOf(contact.received_at)}</span>
        {contact.is_silent && <span className="tag danger">{t('strip.silent')}</span>}
        {contact.priority > 0 && <span className="tag warn">{t('strip.priority')}</span>}
        {contact.lon !== null && !contact.is_outside_city && <span className="tag accent">{t('strip.placed')}</span>}
        {contact.is_outside_city && <span className="tag warn">{t('strip.outside')}</span>}
        {history > 0 && <span className="tag warn">{t('strip.again', { n: history + 1 })}</span>}
        {kind === 'others' && <span className="tag">{contact.taken_by_name}</span>}
        {contact.state === 'offered' && kind !== 'ringing' && <span className="tag">{t('strip.rings_elsewhere')}</span>}
      </div>
      <p className="strip-text">{contact.text ?? contact.place_text ?? t('strip.no_words')}</p>
      {canTake && (
        <div className="row">
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
  const { strips, contacts } = props;
  const groups = [
    ['ringing', strips.ringing],
    ['mine', strips.mine],
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
                  {list.map((contact) => (
                    <Strip
                      key={contact.id}
                      contact={contact}
                      kind={kind}
                      history={historyOf(contacts, contact).length}
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
