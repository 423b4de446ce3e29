/** The seat's side: ask the caller to show, watch, keep pictures; write to whoever cannot speak. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { source, useList, useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { frameOf } from '../../source/callVideo.ts';
import type { Of } from '../../sync/kinds.ts';
import { clockOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { Conversation, type Said } from './Conversation.tsx';
import { Picture } from './Picture.tsx';
import { useReplies } from './useReplies.ts';
import { useCallVideo, type CallVideoNow } from './useCallVideo.ts';

const OVER: ReadonlySet<string> = new Set(['ended', 'refused', 'no_camera']);

function Video({ contact, call }: { contact: Of<'contact'>; call: CallVideoNow }) {
  const { t, term } = useTongue();
  const action = useAction();
  const video = useOne('video', contact.id);
  const element = useRef<HTMLVideoElement>(null);
  const [link, setLink] = useState<string | null>(null);
  const [kept, setKept] = useState(0);
  const values = { contact_id: contact.id };
  const mayAsk = video === undefined || OVER.has(video.state);

  const ask = () =>
    action.run(async (post) => {
      const reply = await post({ path: '/api/citizen/contacts/{contact_id}/video', values, body: undefined });
      setLink(`${location.origin}${reply.path}`);
    });
  const end = () =>
    action.run(async (post) => {
      await post({ path: '/api/citizen/contacts/{contact_id}/video/end', values, body: undefined });
    });
  const keep = () =>
    action.run(async (post) => {
      const blob = element.current === null ? null : await frameOf(element.current);
      if (blob === null) return;
      const upload = await source.upload('/api/evidence/uploads', blob);
      await post({
        path: '/api/citizen/contacts/{contact_id}/stills',
        values,
        body: { upload_id: upload.upload_id },
      });
      setKept((n) => n + 1);
    });

  return (
    <>
      <div className="row wrap">
        {video !== undefined && (
          <span className={video.state === 'live' ? 'tag ok' : OVER.has(video.state) ? 'tag warn' : 'tag'} role="status">
            {term('video.state', video.state)} <span className="num">{clockOf(video.since)}</span>
          </span>
        )}
        <span className="grow" />
        {call.picture !== null && (
          <button type="button" className="btn small primary" disabled={action.state !== 'idle'} onClick={() => void keep()}>
            {t('talk.keep_still')}
          </button>
        )}
        {mayAsk || (link === null && video.state === 'asked') ? (
          <button type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => void ask()}>
            {mayAsk ? t('talk.ask_video') : t('talk.show_link')}
          </button>
        ) : null}
        {!mayAsk && (
          <button type="button" className="btn small danger" disabled={action.state !== 'idle'} onClick={() => void end()}>
            {t('talk.end_video')}
          </button>
        )}
      </div>
      {call.link === 'unavailable' && <p className="hint warn">{t('talk.no_video_now')}</p>}
      {link !== null && video?.state === 'asked' && (
        <p className="hint row">
          <span className="grow">
            {t('talk.link_for', { number: contact.caller_number ?? t('talk.no_number') })}{' '}
            <code className="talk-link">{link}</code>
          </span>
          {'clipboard' in navigator && (
            <button type="button" className="btn small" onClick={() => void navigator.clipboard.writeText(link)}>
              {t('talk.copy')}
            </button>
          )}
        </p>
      )}
      {call.picture !== null && <Picture stream={call.picture} label={t('talk.caller_picture')} videoRef={element} />}
      {kept > 0 && (
        <p className="muted" role="status">
          {t('talk.kept', { n: kept })}
        </p>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </>
  );
}

export function SeatTalk({ contact }: { contact: Of<'contact'> }) {
  const { t, term } = useTongue();
  const video = useOne('video', contact.id);
  const all = useList('message');
  const deliveries = useList('delivery');
  const replies = useReplies();
  const [whyNot, setWhyNot] = useState<string | null>(null);
  const messages = useMemo<readonly Said[]>(
    () =>
      all
        .filter((one) => one.contact_id === contact.id)
        .sort((a, b) => a.said_at.localeCompare(b.said_at))
        .map((one) => ({
          id: one.id,
          isOwn: !one.is_from_citizen,
          words: one.words,
          saidAt: one.said_at,
          seenAt: one.seen_at,
          name: one.by_name,
          channel: one.is_from_citizen && one.via !== 'page' ? one.via : null,
          delivery: deliveries.find((sent) => sent.id === one.id) ?? null,
        })),
    [all, deliveries, contact.id],
  );
  const hasTalk = video !== undefined || messages.length > 0 || contact.is_silent;
  const [isOpen, setOpen] = useState(hasTalk);
  useEffect(() => {
    if (hasTalk) setOpen(true);
  }, [hasTalk]);
  const call = useCallVideo(hasTalk || isOpen ? `/api/citizen/contacts/${contact.id}/call` : null);
  const seen = useAction();
  const told = useRef('');
  const key = isOpen ? messages.filter((one) => !one.isOwn && one.seenAt === null).map((one) => one.id).join() : '';
  useEffect(() => {
    if (key === '' || key === told.current) return;
    told.current = key;
    void seen.run(async (post) => {
      const values = { contact_id: contact.id };
      await post({ path: '/api/citizen/contacts/{contact_id}/messages/seen', values, body: undefined });
    });
  }, [key, seen, contact.id]);

  return (
    <details className="talk-box" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="label">{t('talk.seat_title')}</summary>
      <div className="talk-box">
        <Video contact={contact} call={call} />
        <Conversation
          messages={messages}
          typing={call.typing}
          label={t('talk.seat_words')}
          hint={t('talk.seat_hint')}
          stored={`yyl.talk.${contact.id}`}
          onType={call.type}
          replies={replies}
          note={whyNot === null ? null : term('text.why', whyNot)}
          onSend={async (post, words, template) => {
            const values = { contact_id: contact.id };
            const body = { words, template };
            const reply = await post({ path: '/api/citizen/contacts/{contact_id}/messages', values, body });
            setWhyNot(reply.why_not_by_text ?? null);
          }}
        />
      </div>
    </details>
  );
}
