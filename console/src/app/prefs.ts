/** What a person likes, kept for each account on this machine. */
import { useSyncExternalStore } from 'react';
import { currentLanguage, setLanguage, type Language } from '../i18n/index.ts';

export type Theme = 'light' | 'dark';

export interface Prefs {
  readonly theme: Theme;
  readonly isMuted: boolean;
  /** The seat takes what rings by itself, with a short tone. */
  readonly autoAnswer: boolean;
  readonly language: Language;
}

const STORED = 'yyl.prefs.';
let account = 'nobody';
let prefs: Prefs = read(account);
/** A theme a page wears for itself, whatever its reader likes elsewhere. */
let worn: Theme | null = null;
let shown: Prefs = prefs;
const listeners = new Set<() => void>();

function read(who: string): Prefs {
  const dark = typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: dark)').matches;
  const plain: Prefs = { theme: dark ? 'dark' : 'light', isMuted: false, autoAnswer: false, language: currentLanguage() };
  try {
    const text = localStorage.getItem(STORED + who);
    return text === null ? plain : { ...plain, ...(JSON.parse(text) as Partial<Prefs>) };
  } catch {
    return plain;
  }
}

function show(): void {
  shown = worn === null ? prefs : { ...prefs, theme: worn };
  document.documentElement.dataset['theme'] = shown.theme;
  if (prefs.language !== currentLanguage()) setLanguage(prefs.language);
  for (const listener of listeners) listener();
}

/** Another person sits down. */
export function takePrefsOf(who: string): void {
  account = who;
  prefs = read(who);
  show();
}

export function setPrefs(change: Partial<Prefs>): void {
  prefs = { ...prefs, ...change };
  localStorage.setItem(STORED + account, JSON.stringify(prefs));
  show();
}

export function currentPrefs(): Prefs {
  return shown;
}

/** Let the page wear a theme of its own, without touching what the person likes; null: theirs again. */
export function wearTheme(theme: Theme | null): void {
  worn = theme;
  show();
}

export function onPrefs(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePrefs(): Prefs {
  return useSyncExternalStore(onPrefs, currentPrefs);
}
