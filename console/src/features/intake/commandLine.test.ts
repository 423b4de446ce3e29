import { describe, expect, it } from 'vitest';
import { catalogue, type Entry } from '../../i18n/catalogue.ts';
import { COMMANDS, matching, parse, type CommandWord } from './commandLine.ts';

// Seen as plain pairs: the type of each text of the catalogue is too much for a union.
const texts: Readonly<Record<string, Entry>> = catalogue;
const wordsOf = (command: CommandWord) => (texts[command.words] ?? []).flatMap((text) => text.toLowerCase().split('|'));

describe('the command line', () => {
  it.each([
    ['/派 1', '派', '1'],
    ['/派1', '派', '1'],
    ['/d 3', 'd', '3'],
    ['/d3', 'd', '3'],
    ['/完成', '完成', null],
    ['/类 ', '类', ''],
    ['、级 2', '级', '2'],
    ['/派 3号网格', '派', '3号网格'],
  ])('reads %s', (text, word, rest) => expect(parse(text)).toEqual({ word, rest }));

  it('offers everything for a bare stroke', () => expect(matching('', wordsOf)).toEqual(COMMANDS));

  it.each([
    ['派', 'send'],
    ['d', 'send'],
    ['pai', 'send'],
    ['lb', 'class'],
    ['wc', 'finish'],
    ['level', 'level'],
  ])('%s means %s', (word, name) => expect(matching(word, wordsOf).map((one) => one.name)).toEqual([name]));

  it('has no word that means two commands', () => {
    const all = COMMANDS.flatMap(wordsOf);
    expect(new Set(all).size).toBe(all.length);
  });
});
