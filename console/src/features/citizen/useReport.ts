/** The report of the page: its draft, its photos, and sending it until the hall has it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { source } from '../../app/hall.ts';
import { catalogue } from '../../i18n/catalogue.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { Commands, patient } from '../../source/commands.ts';
import type { KeyShelf } from '../../source/keys.ts';
import { Refusal, type Sentence } from '../../source/refusal.ts';
import { usePhotoPile, type PhotoPile } from '../../ui/PhotoInput.tsx';
import { photosFor } from '../../ui/photoShelf.ts';
import { bodyOf, dropDraft, EMPTY_DRAFT, isEmpty, keepDraft, noteSent, readDraft, type Draft } from './draft.ts';

export const PURPOSE = 'report';
const AGAIN_MS = 4_000;

/** Keys outlive the tab here: a phone closes pages by itself. */
const shelf: KeyShelf = {
  get: (name) => localStorage.getItem(`yyl.report.key.${name}`),
  set: (name, key) => localStorage.setItem(`yyl.report.key.${name}`, key),
  remove: (name) => localStorage.removeItem(`yyl.report.key.${name}`),
};
const commands = new Commands(source, shelf);

export async function uploadPublic(blob: Blob): Promise<string> {
  return (await source.upload('/api/public/uploads', blob)).upload_id;
}

export interface Report {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly pile: PhotoPile;
  readonly state: 'writing' | 'sending' | 'waiting';
  readonly trouble: Sentence | null;
  readonly send: (part?: Partial<Draft>) => void;
  readonly stop: () => void;
}

export function useReport(): Report {
  const [draft, setDraft] = useState<Draft>(readDraft);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [state, setState] = useState<Report['state']>('writing');
  const pile = usePhotoPile(PURPOSE, uploadPublic);
  const [, go] = useLocation();
  const now = useRef(draft);
  const isRunning = useRef(false);
  const { clear } = pile;

  const change = useCallback((part: Partial<Draft>) => {
    now.current = { ...now.current, ...part };
    keepDraft(now.current);
    setDraft(now.current);
  }, []);

  const attempt = useCallback(async () => {
    if (isRunning.current || !now.current.isSending) return;
    isRunning.current = true;
    setState('sending');
    try {
      const photos = await photosFor(PURPOSE);
      // What was taken goes along; a photo that is still on its way follows as soon as it is there.
      const ids = photos.map((photo) => photo.uploadId).filter((id) => id !== null);
      if (ids.length < photos.length) {
        setState('waiting');
        return;
      }
      const body = bodyOf(now.current, ids, currentLanguage());
      const reply = await commands.send({ path: '/api/public/reports', body }, { ...patient, tries: 1 });
      // The hall has it: until the next page is there this one must not send it again.
      now.current = EMPTY_DRAFT;
      dropDraft();
      noteSent({ number: reply.contact_number, token: reply.token, at: Date.now() });
      await clear();
      go(reply.follow_url, { replace: true });
    } catch (error) {
      if (error instanceof Refusal) {
        change({ isSending: false });
        setTrouble(error.sentence);
        setState('writing');
      } else {
        setState('waiting');
      }
    } finally {
      isRunning.current = false;
    }
  }, [change, clear, go]);

  useEffect(() => {
    void attempt();
    const again = () => void attempt();
    addEventListener('online', again);
    const timer = setInterval(again, AGAIN_MS);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [attempt]);

  const send = useCallback(
    (part: Partial<Draft> = {}) => {
      setTrouble(null);
      change(part);
      void photosFor(PURPOSE).then((photos) => {
        if (isEmpty(now.current, photos.length)) {
          setTrouble(catalogue['report.empty']);
          return;
        }
        change({ isSending: true });
        void attempt();
      });
    },
    [attempt, change],
  );
  const stop = useCallback(() => {
    change({ isSending: false });
    setState('writing');
  }, [change]);

  return { draft, change, pile, state, trouble, send, stop };
}
