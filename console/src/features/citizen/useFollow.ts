/** What happens with a report: told by the hall as it happens, asked for when the line does not stand. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Schema } from '../../source/contract.ts';
import { Refusal, type Sentence } from '../../source/refusal.ts';

export type FollowView = Schema<'FollowView'>;

export interface Following {
  readonly view: FollowView | null;
  /** Whether what is shown is known to be of now. */
  readonly isFresh: boolean;
  readonly gone: Sentence | null;
}

const POLL_MS = 5_000;
const INVALID = 4404;

export function useFollow(token: string): Following & { readonly again: () => void } {
  const [view, setView] = useState<FollowView | null>(null);
  const [isFresh, setFresh] = useState(false);
  const [gone, setGone] = useState<Sentence | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isOver = false;
    let socket: WebSocket | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function ask(): Promise<void> {
      try {
        const found = await source.get('/api/public/follow/{token}', { token });
        if (isOver) return;
        setView(found);
        setFresh(true);
      } catch (error) {
        if (isOver) return;
        setFresh(false);
        if (error instanceof Refusal) {
          isOver = true;
          setGone(sentenceOf(error));
        }
      }
    }
    function listen(): void {
      if (isOver) return;
      const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
      socket = new WebSocket(`${scheme}//${location.host}/api/public/follow/${encodeURIComponent(token)}/feed`);
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        setView(JSON.parse(data) as FollowView);
        setFresh(true);
      };
      socket.onclose = ({ code }) => {
        if (isOver) return;
        setFresh(false);
        if (code === INVALID) void ask();
        else timer = setTimeout(() => void ask().then(listen), POLL_MS);
      };
    }
    void ask().then(listen);
    const offline = () => setFresh(false);
    addEventListener('offline', offline);
    return () => {
      isOver = true;
      clearTimeout(timer);
      socket?.close();
      removeEventListener('offline', offline);
    };
  }, [token, round]);

  return { view, isFresh, gone, again: () => setRound((n) => n + 1) };
}
