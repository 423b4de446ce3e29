/** Doing something at the hall from a page: busy, retried, refused, done. */
import { useCallback, useRef, useState } from 'react';
import { patient } from '../source/commands.ts';
import type { Command, PostPath, Reply } from '../source/contract.ts';
import { Refusal, type Sentence } from '../source/refusal.ts';
import { catalogue } from '../i18n/catalogue.ts';
import { commands } from './hall.ts';
import { noteRefusal } from './session.ts';

export type Send = <P extends PostPath>(command: Command<P>) => Promise<Reply<P, 'post'>>;

export interface Action {
  /** `retrying`: the network is away; it goes on by itself. */
  readonly state: 'idle' | 'busy' | 'retrying';
  readonly trouble: Sentence | null;
  readonly clear: () => void;
  /** Runs one thing at a time; true when it was done. */
  readonly run: (work: (send: Send) => Promise<void>) => Promise<boolean>;
  /** Resolves when nothing runs any more: for what must not be dropped because something else runs. */
  readonly idle: () => Promise<void>;
}

/** The sentence for whatever was thrown. */
export function sentenceOf(error: unknown): Sentence {
  return error instanceof Refusal ? error.sentence : catalogue['error.unreachable'];
}

export function useAction(): Action {
  const [state, setState] = useState<Action['state']>('idle');
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const isBusy = useRef(false);
  const waiting = useRef<(() => void)[]>([]);

  const run = useCallback(async (work: (send: Send) => Promise<void>): Promise<boolean> => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setState('busy');
    setTrouble(null);
    const send: Send = (command) => commands.send(command, { ...patient, onRetry: () => setState('retrying') });
    try {
      await work(send);
      return true;
    } catch (error) {
      setTrouble(sentenceOf(error));
      noteRefusal(error);
      return false;
    } finally {
      isBusy.current = false;
      setState('idle');
      for (const go of waiting.current.splice(0)) go();
    }
  }, []);

  const idle = useCallback(async (): Promise<void> => {
    if (isBusy.current) await new Promise<void>((go) => waiting.current.push(go));
  }, []);
  const clear = useCallback(() => setTrouble(null), []);
  return { state, trouble, clear, run, idle };
}
