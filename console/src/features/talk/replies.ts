/** Sentences that are sent by a key: `/` and a digit in the field. Pure. */

export interface QuickReply {
  readonly key: string;
  readonly words: string;
}

/** The sentence that was asked for by `/3`; null when something else was typed, or there is none. */
export function quickReply(typed: string, replies: readonly QuickReply[]): string | null {
  const found = /^[/、]([1-9])$/.exec(typed.trim());
  return found === null ? null : (replies[Number(found[1]) - 1]?.words ?? null);
}

/** Whose words these are, as they stand. */
export function templateOf(words: string, replies: readonly QuickReply[]): string | null {
  return replies.find((one) => one.words === words)?.key ?? null;
}
