/** What was written both ways, whether it was seen, what is being typed, and a field for one's own words. */
import './talk.css';
import { useEffect, useRef, useState } from 'react';
import { useAction, type Send } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { quickReply, templateOf, type QuickReply } from './replies.ts';
import type { Delivery } from './delivery.ts';
import { Tick } from './Tick.tsx';

export interface Said {
  readonly id: string;
  readonly isOwn: boolean;
  readonly words: string | null;
  readonly saidAt: string;
  readonly seenAt: string | null;
  readonly name?: string | null;
  /** Of a message that came by another way than the page. */
  readonly channel?: string | null;
  /** How far the text message of it has come. */
  readonly delivery?: Delivery | null;
}

export interface ConversationProps {
  readonly messages: readonly Said[];
  readonly typing: string;
  readonly label: string;
  readonly hint: string;
  /** Where unsent words are kept. */
  readonly stored: string;
  readonly isClosed?: boolean;
  readonly onType: (text: string) => void;
  /** template: whose words these are, when they are a quick reply as it stands. */
  readonly onSend: (send: Send, words: string, template: string | null) => Promise<void>;
  readonly replies?: readonly QuickReply[];
  /** What is to be said of the message sent last. */
  readonly note?: string | null;
}

export function Conversation(props: ConversationProps) {
  const { messages, typing, label, stored, onType } = props;
  const { t, term } = useTongue();
  const [text, setText] = useState(() => sessionStorage.getItem(stored) ?? '');
  const action = useAction();
  const end = useRef<HTMLOListElement>(null);

  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [messages.length, typing]);

  function write(typed: string): void {
    const next = quickReply(typed, props.replies ?? []) ?? typed;
    setText(next);
    sessionStorage.setItem(stored, next);
    onType(next);
  }
  async function send(): Promise<void> {
    const words = text.trim();
    if (words === '') return;
    if (await action.run((post) => props.onSend(post, words, templateOf(words, props.replies ?? [])))) write('');
  }

  return (
    <div className="talk">
      <ol className="talk-list" ref={end} aria-label={label} aria-live="polite" tabIndex={0}>
        {messages.map((one) => (
          <li key={one.id} className={one.isOwn ? 'own' : ''}>
            <span className="talk-words">{one.words ?? t('talk.erased')}</span>
            <small className="muted">
              {one.name !== undefined && one.name !== null && `${one.name} · `}
              <span className="num">{clockOf(one.saidAt)}</span>
              {one.channel != null && ` · ${t('talk.via', { channel: term('channel', one.channel) })}`}
              {one.isOwn && (one.delivery == null || one.seenAt !== null) && ` · ${one.seenAt === null ? t('talk.sent') : t('talk.seen')}`}
              {one.delivery != null && <Tick delivery={one.delivery} />}
            </small>
          </li>
        ))}
        {messages.length === 0 && typing === '' && <li className="muted none">{t('talk.none')}</li>}
        {typing !== '' && (
          <li className="typing">
            <span className="talk-words">{typing}</span>
            <small className="muted">{t('talk.typing')}</small>
          </li>
        )}
      </ol>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {props.note != null && (
        <p className="hint" role="status">
          {props.note}
        </p>
      )}
      {props.isClosed !== true && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <input
            className="field grow"
            maxLength={1_000}
            value={text}
            aria-label={props.hint}
            placeholder={props.hint}
            autoComplete="off"
            onChange={(event) => write(event.target.value)}
          />
          <button type="submit" className="btn primary" disabled={text.trim() === '' || action.state !== 'idle'}>
            {action.state === 'retrying' ? t('common.retrying') : t('talk.send')}
          </button>
        </form>
      )}
      {props.isClosed !== true && props.replies !== undefined && props.replies.length > 0 && (
        <details className="talk-quick">
          <summary className="muted">{t('talk.quick')}</summary>
          <ol>
            {props.replies.map((one) => (
              <li key={one.key}>
                <button type="button" className="btn small quiet" onClick={() => write(one.words)}>
                  {one.words}
                </button>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
