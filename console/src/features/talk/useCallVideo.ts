/** The video of a call as a page holds it: opened with the page, closed with it. */
import { useEffect, useRef, useState } from 'react';
import { CallVideo, type VideoLink } from '../../source/callVideo.ts';

export interface CallVideoNow {
  readonly link: VideoLink;
  readonly picture: MediaStream | null;
  readonly isSending: boolean;
  /** What the other side is typing, as far as it has come. */
  readonly typing: string;
  readonly publish: (stream: MediaStream) => void;
  readonly stop: () => void;
  readonly type: (text: string) => void;
}

/** A preview that nobody finishes is not shown for ever. */
const TYPING_MS = 20_000;

export function useCallVideo(path: string | null): CallVideoNow {
  const [link, setLink] = useState<VideoLink>('connecting');
  const [picture, setPicture] = useState<MediaStream | null>(null);
  const [isSending, setSending] = useState(false);
  const [typing, setTyping] = useState('');
  const held = useRef<CallVideo | null>(null);

  useEffect(() => {
    if (path === null) return undefined;
    const call = new CallVideo(path, {
      onLink: setLink,
      onPicture: setPicture,
      onSending: setSending,
      onTyping: setTyping,
      onEnded: () => setPicture(null),
    });
    held.current = call;
    return () => {
      held.current = null;
      call.close();
    };
  }, [path]);

  useEffect(() => {
    if (typing === '') return undefined;
    const timer = setTimeout(() => setTyping(''), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typing]);

  return {
    link,
    picture,
    isSending,
    typing,
    publish: (stream) => held.current?.publish(stream),
    stop: () => held.current?.stop(),
    type: (text) => held.current?.type(text),
  };
}
