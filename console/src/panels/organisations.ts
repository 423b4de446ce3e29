/** The organisation tree: asked once, and again when it changes. */
import { useSyncExternalStore } from 'react';
import { onReference, source } from '../app/hall.ts';
import type { Language } from '../i18n/index.ts';
import type { Schema } from '../source/contract.ts';

export type Organisation = Schema<'OrganisationNode'>;

let tree: readonly Organisation[] = [];
let byCode = new Map<string, Organisation>();
let isAsked = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    tree = await source.get('/api/agencies/organisations');
    byCode = new Map(tree.map((one) => [one.code, one]));
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

export function useOrganisations(): readonly Organisation[] {
  return useSyncExternalStore(subscribe, () => tree);
}

/** The name of an organisation; its code when the tree has not come. */
export function orgName(code: string | null, lang: Language): string {
  if (code === null) return '';
  const found = byCode.get(code);
  return found === undefined ? code : lang === 'zh' ? found.name_zh : found.name_en;
}
