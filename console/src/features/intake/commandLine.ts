/** The command line: what may be typed, and what it means. Pure. */
import type { Key } from '../../i18n/index.ts';

export type CommandName =
  | 'send'
  | 'open'
  | 'best'
  | 'level'
  | 'class'
  | 'place'
  | 'settle'
  | 'link'
  | 'save'
  | 'finish'
  | 'file'
  | 'hold'
  | 'again'
  | 'resume'
  | 'ready'
  | 'pause'
  | 'take';

export interface CommandWord {
  readonly name: CommandName;
  /** Words that begin it: Chinese, pinyin initials, English. The first is shown. */
  readonly words: Key;
  readonly hint: Key;
  readonly takes: boolean;
  /** Whether it is for an empty hand. */
  readonly isIdle?: true;
}

export const COMMANDS: readonly CommandWord[] = [
  { name: 'send', words: 'cmd.send', hint: 'cmd.send.hint', takes: true },
  { name: 'best', words: 'cmd.best', hint: 'cmd.best.hint', takes: false },
  { name: 'open', words: 'cmd.open', hint: 'cmd.open.hint', takes: false },
  { name: 'class', words: 'cmd.class', hint: 'cmd.class.hint', takes: true },
  { name: 'level', words: 'cmd.level', hint: 'cmd.level.hint', takes: true },
  { name: 'place', words: 'cmd.place', hint: 'cmd.place.hint', takes: true },
  { name: 'settle', words: 'cmd.settle', hint: 'cmd.settle.hint', takes: true },
  { name: 'link', words: 'cmd.link', hint: 'cmd.link.hint', takes: true },
  { name: 'save', words: 'cmd.save', hint: 'cmd.save.hint', takes: false },
  { name: 'finish', words: 'cmd.finish', hint: 'cmd.finish.hint', takes: false },
  { name: 'file', words: 'cmd.file', hint: 'cmd.file.hint', takes: false },
  { name: 'hold', words: 'cmd.hold', hint: 'cmd.hold.hint', takes: false },
  { name: 'again', words: 'cmd.again', hint: 'cmd.again.hint', takes: false },
  { name: 'take', words: 'cmd.take', hint: 'cmd.take.hint', takes: false, isIdle: true },
  { name: 'resume', words: 'cmd.resume', hint: 'cmd.resume.hint', takes: false, isIdle: true },
  { name: 'ready', words: 'cmd.ready', hint: 'cmd.ready.hint', takes: false, isIdle: true },
  { name: 'pause', words: 'cmd.pause', hint: 'cmd.pause.hint', takes: true, isIdle: true },
];

export interface Parsed {
  /** What was typed as the command's word. */
  readonly word: string;
  /** What follows it; null while no space has been typed. */
  readonly rest: string | null;
}

/** "/派 3" → word "派", rest "3". The stroke may be left out; a digit may follow at once ("/派3", "/d3"). */
export function parse(text: string): Parsed {
  const bare = text.replace(/^[/、／]/, '').trimStart();
  const spaced = /^(\S+)\s+(.*)$/u.exec(bare);
  if (spaced !== null) return { word: (spaced[1] ?? '').toLowerCase(), rest: (spaced[2] ?? '').trim() };
  const tight = /^(\D+?)(\d+)$/u.exec(bare);
  if (tight !== null) return { word: (tight[1] ?? '').toLowerCase(), rest: tight[2] ?? '' };
  return { word: bare.trim().toLowerCase(), rest: /\s$/.test(bare) ? '' : null };
}

/** Commands of a seat with something in hand, or with an empty hand. */
export function commandsFor(isIdle: boolean): readonly CommandWord[] {
  return COMMANDS.filter((command) => (command.isIdle ?? false) === isIdle);
}

/** Commands a word may mean; `wordsOf` gives the words of one in both languages. The exact one stands alone. */
export function matching(
  word: string,
  wordsOf: (command: CommandWord) => readonly string[],
  from: readonly CommandWord[] = COMMANDS,
): readonly CommandWord[] {
  if (word === '') return from;
  const exact = from.filter((command) => wordsOf(command).includes(word));
  if (exact.length > 0) return exact;
  return from.filter((command) => wordsOf(command).some((one) => one.startsWith(word)));
}
