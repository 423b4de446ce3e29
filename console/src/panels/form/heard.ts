/** What a recogniser heard in the call in hand: whose words they are, and what of them is not written down yet. Pure. */
import type { HeardFields, Leg } from '../../sync/kinds.ts';

export type HeardLine = HeardFields & { readonly id: string };

/** The caller's own leg is called `citizen`; whoever was rung back is a leg of that kind. */
export function partyKind(party: string, legs: readonly Pick<Leg, 'id' | 'kind'>[]): Leg['kind'] | null {
  if (party === 'citizen') return 'citizen';
  return legs.find((one) => one.id === party)?.kind ?? null;
}

export function isCaller(party: string, legs: readonly Pick<Leg, 'id' | 'kind'>[]): boolean {
  const kind = partyKind(party, legs);
  return kind === 'citizen' || kind === 'callback';
}

/** Lines of a contact in the order in which they were said; erased ones have no words and are left out. */
export function linesOf(contactId: string, all: readonly HeardLine[]): readonly HeardLine[] {
  return all
    .filter((one) => one.contact_id === contactId && one.text !== null && one.text.trim() !== '')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The caller's lines that were not taken into the narrative. */
export function openLines(
  lines: readonly HeardLine[],
  legs: readonly Pick<Leg, 'id' | 'kind'>[],
  heardTo: string | null,
): readonly HeardLine[] {
  return lines.filter((one) => isCaller(one.party, legs) && (heardTo === null || one.id > heardTo));
}

const ENDS = /[，。！？,.!?…]$/;

/** Lines as running words: a pause is a comma unless the recogniser has set a sign. */
export function wordsOf(lines: readonly HeardLine[]): string {
  return lines
    .map((one) => one.text?.trim() ?? '')
    .filter((text) => text !== '')
    .map((text, index, all) => (index === all.length - 1 || ENDS.test(text) ? text : `${text}，`))
    .join('');
}

/** What is asked about: what was typed, then what was heard and not yet taken. */
export function askedText(narrative: string, heard: string): string {
  if (heard === '') return narrative;
  return narrative.trim() === '' ? heard : `${narrative}\n${heard}`;
}

/** Whether a suggestion leans on words that were heard and nobody typed. */
export function leansOnHeard(words: readonly string[], narrative: string, heard: string): boolean {
  return heard !== '' && words.some((word) => word !== '' && heard.includes(word) && !narrative.includes(word));
}
