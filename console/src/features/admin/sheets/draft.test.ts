import { expect, it } from 'vitest';
import { changesOf, codesOf, faultsAt, faultsUnder, moved, rebased, restored, valueAt, withValue, wordsOf, wordsText, type Guide } from './draft.ts';
import { classOf, lineOf, mappingText, readMappings } from './mappingLines.ts';

const question = (id: string, ...choices: readonly string[]): Guide['questions'][number] => ({
  id,
  zh: id,
  en: id,
  choices: choices.map((one) => ({ id: one, zh: one, en: one, danger: null, words: [] })),
  is_many: false,
  has_text: false,
  ask_zh: '',
  ask_en: '',
  fills: null,
});
const card = (code: string, ...questions: readonly string[]): Guide['cards'][number] => ({
  classes: [code],
  questions,
  zh: code,
  en: code,
  advice: [{ zh: '先到安全处', en: 'Get to safety first' }],
  also: [],
  stages: [],
});
const guide: Guide = { questions: [question('people', 'one'), question('weapon', 'none')], cards: [card('', 'people'), card('0202', 'weapon')], keywords: [] };

it('changes one field and leaves everything else as it was', () => {
  const after = withValue(guide, 'cards.1.advice.0.zh', '先报位置');
  expect(valueAt(after, 'cards.1.advice.0.zh')).toBe('先报位置');
  expect(valueAt(guide, 'cards.1.advice.0.zh')).toBe('先到安全处');
  expect(after.questions).toBe(guide.questions);
  expect(after.cards[0]).toBe(guide.cards[0]);
  expect(valueAt(guide, 'cards.9.zh')).toBeUndefined();
});

it('tells what was added, changed and removed', () => {
  const after: Guide = { ...guide, questions: [...guide.questions, question('roof', 'six')], cards: [card('', 'people', 'roof')] };
  expect(changesOf(guide, after).map((one) => [one.kind, one.entry.key])).toEqual([
    ['changed', 'cards.*'],
    ['added', 'questions.roof'],
    ['removed', 'cards.0202'],
  ]);
  expect(changesOf(guide, guide)).toEqual([]);
});

it('brings an older version back and keeps what came since: it stands in incidents', () => {
  const since: Guide = { ...guide, questions: [question('people', 'one', 'two'), question('weapon', 'none'), question('roof', 'six')], cards: [card('', 'roof')] };
  const back = restored(guide, since) as Guide;
  expect(back.questions.map((one) => [one.id, one.choices.map((choice) => choice.id)])).toEqual([
    ['people', ['one', 'two']],
    ['weapon', ['none']],
    ['roof', ['six']],
  ]);
  expect(back.cards).toEqual(guide.cards);
});

it('puts my changes upon what somebody else published meanwhile', () => {
  const theirs: Guide = { ...guide, questions: [question('roof', 'six'), ...guide.questions], cards: [card('', 'roof'), card('0202', 'weapon')] };
  const mine: Guide = { ...guide, questions: [...guide.questions, question('pets', 'dog')], cards: [guide.cards[0] ?? card(''), card('0202', 'people', 'weapon'), card('0504', 'pets')] };
  const both = rebased(guide, mine, theirs) as Guide;
  expect(both.questions.map((one) => one.id)).toEqual(['roof', 'people', 'weapon', 'pets']);
  expect(both.cards.map((one) => [one.classes[0], one.questions])).toEqual([
    ['', ['roof']],
    ['0202', ['people', 'weapon']],
    ['0504', ['pets']],
  ]);
  const dropped = rebased(guide, { ...guide, cards: guide.cards.slice(0, 1) }, theirs) as Guide;
  expect(dropped.cards.map((one) => one.classes[0])).toEqual(['']);
  const words = { rules: [], harmless: ['杀价'], fiction: ['演习'], reality: [] };
  expect(rebased(words, { ...words, harmless: ['杀价', '杀青'] }, { ...words, fiction: [] })).toEqual({ ...words, harmless: ['杀价', '杀青'], fiction: [] });
});

it('finds the faults of a field, and of all that is in it', () => {
  const faults = ['cards.1.zh', 'cards.1', 'cards.11.zh', ''].map((where) => ({ where, zh: '必填', en: 'required' }));
  expect(faultsAt(faults, 'cards.1')).toHaveLength(1);
  expect(faultsUnder(faults, 'cards.1').map((one) => one.where)).toEqual(['cards.1.zh', 'cards.1']);
});

it('reads words and codes as people write them', () => {
  expect(wordsOf('打架、斗殴|dead body，\n 打架 ')).toEqual(['打架', '斗殴', 'dead body']);
  expect(wordsOf(wordsText(['a b', '刀']))).toEqual(['a b', '刀']);
  expect(codesOf(' 0101, 0102  02')).toEqual(['0101', '0102', '02']);
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});

it('reads mappings from lines, tells the line of a fault, and takes the longest beginning', () => {
  const read = readMappings('bjlxdmb\t1001\t0101\n\n12345,10,02\nbjlxdmb 10');
  expect(read.rows).toEqual([
    { scheme: 'bjlxdmb', code: '1001', class_code: '0101' },
    { scheme: '12345', code: '10', class_code: '02' },
    { scheme: 'bjlxdmb', code: '10', class_code: '' },
  ]);
  expect(lineOf({ where: 'rows.1.class_code', zh: '', en: '' }, read)).toBe(3);
  expect(lineOf({ where: '', zh: '', en: '' }, read)).toBeNull();
  expect(readMappings(mappingText(read.rows)).rows).toEqual(read.rows);
  expect(classOf(read.rows, 'bjlxdmb', '100199')).toBe('0101');
  expect(classOf(read.rows, 'bjlxdmb', '109')).toBe('');
  expect(classOf(read.rows, 'other', '1001')).toBeNull();
});
