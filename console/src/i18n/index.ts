/** Words in Chinese and English: every string a person reads is in the catalogue. */
import { useSyncExternalStore } from 'react';
import { catalogue, type Key } from './catalogue.ts';

export type { Key } from './catalogue.ts';
export type Language = 'zh' | 'en';
export type Values = Readonly<Record<string, string | number>>;

const STORED = 'yyl.language';
let language: Language = readLanguage();
/** Grows when names come that the hall keeps (of classes, organisations, areas): what is drawn may hold codes instead. */
let names = 0;
const listeners = new Set<() => void>();

function readLanguage(): Language {
  if (typeof localStorage === 'undefined') return 'zh';
  const stored = localStorage.getItem(STORED);
  if (stored === 'zh' || stored === 'en') return stored;
  // Chinese first; a browser that asks for no Chinese at all gets English.
  return navigator.languages.some((one) => one.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

export function currentLanguage(): Language {
  return language;
}

export function setLanguage(next: Language): void {
  language = next;
  localStorage.setItem(STORED, next);
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
  for (const listener of listeners) listener();
}

/** Have everything drawn anew that is put into words. */
export function namesCame(): void {
  names += 1;
  for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `{n}` is the value; `{n#crew|crews}` the word that goes with it, for one and for others. */
function filled(text: string, values: Values): string {
  const counted = text.replace(/\{(\w+)#([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, others: string) =>
    Number(values[name]) === 1 ? one : others,
  );
  return counted.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** A text of the catalogue with its holes filled. */
export function translate(lang: Language, key: Key, values: Values = {}): string {
  return filled(catalogue[key][lang === 'zh' ? 0 : 1], values);
}

/** In the language of now; for what is not drawn by React (the map, notices). */
export function say(key: Key, values: Values = {}): string {
  return translate(language, key, values);
}

/** The word for a value of an enumeration; a value that is not known yet is shown readably. */
export function term(lang: Language, domain: string, value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  const entry = (catalogue as Readonly<Record<string, readonly [string, string]>>)[`${domain}.${value}`];
  return entry === undefined ? value.replaceAll('_', ' ') : entry[lang === 'zh' ? 0 : 1];
}

export interface Tongue {
  readonly lang: Language;
  readonly t: (key: Key, values?: Values) => string;
  readonly term: (domain: string, value: string | null | undefined) => string;
  /** The one of two that fits: for data that comes in both languages. */
  readonly pick: (zh: string, en: string) => string;
}

/** The tongue of a language, outside of components. */
export function tongueOf(lang: Language): Tongue {
  return {
    lang,
    t: (key, values) => translate(lang, key, values),
    term: (domain, value) => term(lang, domain, value),
    pick: (zh, en) => (lang === 'zh' ? zh : en || zh),
  };
}

const tongues = { zh: tongueOf('zh'), en: tongueOf('en') };

/** The reader's tongue; the component is drawn anew when it changes, and when names come. */
export function useTongue(): Tongue {
  useSyncExternalStore(onLanguage, () => names);
  return tongues[useSyncExternalStore(onLanguage, currentLanguage)];
}
