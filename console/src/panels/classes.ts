/** The code table of classes: asked once, and again when it changes, searched by name, code, pinyin and initials. */
import { useSyncExternalStore } from 'react';
import type { Schema } from '../source/contract.ts';
import type { Language } from '../i18n/index.ts';
import { onReference, source } from '../app/hall.ts';

export type IncidentClass = Schema<'IncidentClass'>;

let classes: readonly IncidentClass[] = [];
let byCode = new Map<string, IncidentClass>();
let isAsked = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    classes = await source.get('/api/incidents/classes');
    byCode = new Map(classes.map((one) => [one.code, one]));
    for (const listener of listeners) listener();
  } catch {
    isAsked = false;
    setTimeout(() => void ask(), 3_000);
  }
}

// An administrator changed the table: what is shown follows without a reload.
onReference(() => {
  if (!isAsked) return;
  isAsked = false;
  void ask();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void ask();
  return () => listeners.delete(listener);
}

export function useClasses(): readonly IncidentClass[] {
  return useSyncExternalStore(subscribe, () => classes);
}

/** The name of a class; its code when the table has not come. */
export function classNameOf(code: string, lang: Language): string {
  const found = byCode.get(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}

/** The name of a class, drawn anew when the table comes. */
export function useClassName(code: string, lang: Language): string {
  useClasses();
  return classNameOf(code, lang);
}
