/** The reporter's side of the call: show what there is, if wanted and allowed, and write instead of speaking. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { Conversation, type Said } from '../talk/Conversation.tsx';
import { Picture } from '../talk/Picture.tsx';
import { useCallVideo, type CallVideoNow } from '../talk/useCallVideo.ts';
import type { FollowView } from './useFollow.ts';

type Signal = 'allow' | 'refuse' | 'no_camera' | 'end';

const CAMERA: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 24 } },
};

interface ShowProps {
  readonly token: string;
  readonly video: NonNullable<FollowView['video']>;
  readonly call: CallVideoNow;
  readonly onDone: () => void;
}

function Show({ token, video, call, onDone }: ShowProps) {
  const { t } = useTongue();
  const action = useAction();
  const [own, setOwn] = useState<MediaStream | null>(null);
  const isBusy = action.state !== 'idle';
  const { stop } = call;

  // Ended by the hall: the camera's light goes out at once.
  const isOver = video === 'ended';
  useEffect(() => {
    if (!isOver) return;
    stop();
    setOwn(null);
    // `stop` is new with every drawing; what counts is that it is over.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isOver]);

  const say = (signal: Signal) =>
    action.run(async (post) => {
      await post({ path: '/api/public/follow/{token}/video', values: { token }, body: { signal } });
      onDone();
    });

  async function allow(): Promise<void> {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(CAMERA);
    } catch (error) {
      // Denied in the browser's own question, or there is no camera: the hall should know which.
      const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
      await say(isDenied ? 'refuse' : 'no_camera');
      return;
    }
    if (!(await say('allow'))) {
      stream.getTracks().forEach((track) => track.stop());
      return;
    }
    setOwn(stream);
    call.publish(stream);
  }
  async function end(): Promise<void> {
    call.stop();
    setOwn(null);
    await say('end');
  }

  return (
    <section className="card" aria-live="polite">
      <h2>{t('talk.show_title')}</h2>
      {own !== null && <Picture stream={own} label={t('talk.own_picture')} />}
      {call.link === 'unavailable' && <p className="hint warn">{t('talk.no_video_now')}</p>}
      {own !== null ? (
        <>
          <p role="status">{call.isSending ? t('talk.you_live') : t('talk.you_connecting')}</p>
          <button type="button" className="btn danger block" onClick={() => void end()}>
            {t('talk.stop_showing')}
          </button>
        </>
      ) : (
        <>
          <p>{t(`talk.you_${video === 'live' ? 'allowed' : video}`)}</p>
          {video !== 'ended' && (
            <button type="button" className="btn primary block" disabled={isBusy} onClick={() => void allow()}>
              {t('talk.allow')}
            </button>
          )}
          {video === 'asked' && (
            <button type="button" className="btn block" disabled={isBusy} onClick={() => void say('refuse')}>
              {t('talk.refuse')}
            </button>
          )}
        </>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </section>
  );
}

export interface CitizenCallProps {
  readonly token: string;
  readonly view: FollowView;
  readonly onDone: () => void;
}

export function CitizenCall({ token, view, onDone }: CitizenCallProps) {
  const { t } = useTongue();
  const call = useCallVideo(view.may_write ? `/api/public/follow/${encodeURIComponent(token)}/call` : null);
  const seen = useAction();
  const told = useRef('');
  const messages = useMemo<readonly Said[]>(
    () =>
      view.messages.map((one) => ({
        id: one.id,
        isOwn: one.is_from_citizen,
        words: one.words,
        saidAt: one.said_at,
        seenAt: one.seen_at,
      })),
    [view.messages],
  );
  const unseen = messages.filter((one) => !one.isOwn && one.seenAt === null).map((one) => one.id);
  const key = unseen.join();
  useEffect(() => {
    if (key === '' || key === told.current) return;
    told.current = key;
    void seen.run(async (post) => {
      await post({ path: '/api/public/follow/{token}/messages/seen', values: { token }, body: undefined });
    });
  }, [key, seen, token]);

  if (!view.may_write) return null;
  return (
    <>
      {view.video != null && <Show token={token} video={view.video} call={call} onDone={onDone} />}
      <section className="card">
        <h2>{t('talk.citizen_title')}</h2>
        <Conversation
          messages={messages}
          typing={call.typing}
          label={t('talk.citizen_title')}
          hint={t('talk.citizen_hint')}
          stored={`yyl.talk.${token}`}
          onType={call.type}
          onSend={async (post, words) => {
            await post({ path: '/api/public/follow/{token}/messages', values: { token }, body: { words } });
            onDone();
          }}
        />
      </section>
    </>
  );
}
