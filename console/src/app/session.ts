/** Who sits here. */
import { useSyncExternalStore } from 'react';
import type { Schema } from '../source/contract.ts';
import { Refusal } from '../source/refusal.ts';
import { closeHall, openHall, source } from './hall.ts';
import { takePrefsOf } from './prefs.ts';

export type Me = Schema<'Me'>;
export type Role = Schema<'Role'>;

/** `unknown`: not asked yet; `out`: nobody. */
export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'out'; readonly hasExpired: boolean }
  | { readonly state: 'in'; readonly me: Me };

/** Whether somebody was signed in here: nobody is asked about a sign-in that cannot be. */
const HINT = 'yyl.me';
let session: Session = { state: 'unknown' };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

function enter(me: Me): void {
  localStorage.setItem(HINT, JSON.stringify(me));
  takePrefsOf(me.id);
  become({ state: 'in', me });
  openHall(() => leave(true));
}

function leave(hasExpired: boolean): void {
  localStorage.removeItem(HINT);
  closeHall();
  become({ state: 'out', hasExpired });
}

/** Find out who is signed in; without a network whoever was last. */
export async function restore(): Promise<void> {
  const held = localStorage.getItem(HINT);
  if (held === null) {
    become({ state: 'out', hasExpired: false });
    return;
  }
  try {
    enter(await source.get('/api/auth/me'));
  } catch (error) {
    if (error instanceof Refusal) leave(true);
    else enter(JSON.parse(held) as Me);
  }
}

export async function signIn(login: string, password: string): Promise<Me> {
  const reply = await source.post({ path: '/api/auth/sign-in', body: { login, password } });
  enter(reply.me);
  return reply.me;
}

/** Enter as one of a demonstration's people; the hall offers that on its own machine only. */
export async function signInDemo(login: string): Promise<Me> {
  const reply = await source.post({ path: '/api/auth/demo/{login}', values: { login } });
  enter(reply.me);
  return reply.me;
}

export async function signOut(): Promise<void> {
  try {
    await source.post({ path: '/api/auth/sign-out' });
  } finally {
    leave(false);
  }
}

/** A command was answered "sign in first". */
export function noteRefusal(error: unknown): void {
  if (error instanceof Refusal && error.code === 'not_signed_in') leave(true);
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

/** The person, on pages that nobody reaches without a sign-in. */
export function useMe(): Me {
  const now = useSession();
  if (now.state !== 'in') throw new Error('not signed in');
  return now.me;
}
