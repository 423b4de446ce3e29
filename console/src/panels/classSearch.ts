/** Finding a class by what a hand types: characters, code, whole pinyin or its initials. Pure. */
import { pinyin } from 'pinyin-pro';
import type { IncidentClass } from './classes.ts';

interface Indexed {
  readonly one: IncidentClass;
  readonly name: string;
  readonly english: string;
  readonly sound: string;
  readonly initials: string;
}

const cache = new WeakMap<readonly IncidentClass[], readonly Indexed[]>();
/** A character that is read in two ways: what the dictionary would say wrongly in these names. */
const HANZI = /\p{Script=Han}/gu;

export function soundOf(text: string): { readonly sound: string; readonly initials: string } {
  const only = (text.match(HANZI) ?? []).join('');
  const syllables = pinyin(only, { toneType: 'none', type: 'array', v: true });
  return { sound: syllables.join(''), initials: syllables.map((one) => one.charAt(0)).join('') };
}

function indexOf(classes: readonly IncidentClass[]): readonly Indexed[] {
  let index = cache.get(classes);
  if (index === undefined) {
    index = classes.map((one) => ({
      one,
      name: one.name_zh,
      english: one.name_en.toLowerCase(),
      ...soundOf(one.name_zh),
    }));
    cache.set(classes, index);
  }
  return index;
}

/** The smaller, the better; null: not at all. */
function score(entry: Indexed, word: string): number | null {
  const { one, name, english, sound, initials } = entry;
  if (one.code === word || name === word) return 0;
  if (initials === word || sound === word) return 1;
  if (name.startsWith(word)) return 2;
  if (initials.startsWith(word) || sound.startsWith(word)) return 3;
  if (one.code.startsWith(word)) return 4;
  if (english.startsWith(word)) return 5;
  if (name.includes(word)) return 6;
  if (initials.includes(word)) return 7;
  if (word.length > 1 && sound.includes(word)) return 8;
  return word.length > 1 && english.split(/\W+/).some((part) => part.startsWith(word)) ? 9 : null;
}

/** Classes that fit, the best first; sub-classes before the heads, which are for when nothing fits. */
export function findClasses(classes: readonly IncidentClass[], text: string, limit = 9): readonly IncidentClass[] {
  const word = text.trim().toLowerCase();
  if (word === '') return [];
  const found: { readonly one: IncidentClass; readonly at: number }[] = [];
  for (const entry of indexOf(classes)) {
    const at = score(entry, word);
    if (at !== null) found.push({ one: entry.one, at: at + (entry.one.parent === null ? 0.5 : 0) });
  }
  found.sort((a, b) => a.at - b.at || (a.one.code < b.one.code ? -1 : 1));
  return found.slice(0, limit).map((entry) => entry.one);
}
