/** Classes suggested from words; questions for a class; answers as they are kept. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../sync/kinds.ts';
import { sameAnswers, withAnswer } from './callDraft.ts';
import { questionsFor, saidIn, type Guide } from './guide.ts';
import { suggestClasses } from './suggest.ts';

const data = (name: string) => readFileSync(new URL(`../../../../src/yaoyaoling/triage/cards/data/${name}`, import.meta.url), 'utf8');
const keywords = data('keywords.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => ({ class_code: line.slice(0, line.indexOf(',')), words: line.slice(line.indexOf(',') + 1).split('|') }));
const raw = JSON.parse(data('questions.json')) as Pick<Guide, 'cards'> & { questions: readonly Partial<Guide['questions'][number]>[] };
const guide = {
  ...raw,
  keywords,
  questions: raw.questions.map((one) => ({ choices: [], is_many: false, has_text: false, ...one })),
} as unknown as Guide;
const first = (text: string) => suggestClasses(text, keywords)[0]?.code;

describe('suggested classes', () => {
  it.each([
    ['解放北路有人打架，两个人', '0202'],
    ['我家楼下邻居太吵，广场舞扰民', '0407'],
    ['手机被偷了，小偷往东跑了', '0101'],
    ['老公打我，救命', '0205'],
    ['接到冒充公检法的电话被骗了五万，刚转账', '0106'],
    ['路口两车追尾，没人受伤', '0302'],
    ['有人要跳楼', '0504'],
    ['孩子走丢了，穿红衣服', '0501'],
    ['电梯被困，里面有老人', '0507'],
    ['there is a fire in the kitchen', '1001'],
    ['I was robbed in the street', '0102'],
  ])('%s → %s', (text, code) => expect(first(text)).toBe(code));

  it('says which words speak for it', () =>
    expect(suggestClasses('有人打架', keywords)[0]).toEqual({ code: '0202', words: ['打架'] }));
  it('does not take what was denied for what happened', () => {
    expect(first('没有打架，只是问路')).toBeUndefined();
    expect(first('there was no fire')).toBeUndefined();
  });
  it('has nothing to say to nothing', () => {
    expect(suggestClasses('', keywords)).toEqual([]);
    expect(suggestClasses('你好', keywords)).toEqual([]);
  });
  it('does not take a part of another English word', () => expect(first('he lost his campfire photos')).toBeUndefined());
  it('takes far less than 50 ms of a long narrative', () => {
    const long = '解放北路有人打架，双方在吵，围观的人很多，'.repeat(200);
    suggestClasses(long, keywords);
    const begin = performance.now();
    for (let n = 0; n < 20; n++) suggestClasses(long, keywords);
    expect((performance.now() - begin) / 20).toBeLessThan(50);
  });
});

describe('the question card', () => {
  const ids = (code: string | null) => questionsFor(guide, code).map((one) => one.id);
  it('is of the class, else of its head, else the general one', () => {
    expect(ids('0202')).toEqual(['people', 'weapon', 'wounded', 'still_there', 'drunk']);
    expect(ids('0204')).toEqual(ids('02'));
    expect(ids('1201')).toEqual(ids(null));
    expect(ids(null).length).toBeGreaterThan(0);
  });

  const knife: Answer = { question: 'weapon', choices: ['knife', 'stick'], text: '' };
  it('says the answers in words and marks danger', () => {
    expect(saidIn(guide, [knife], 'zh')).toEqual([{ question: '有无凶器', answer: '刀具 · 棍棒', isDanger: true }]);
    expect(saidIn(guide, [knife], 'en')[0]?.answer).toBe('Knife · Stick');
    expect(saidIn(null, [{ question: 'gone', choices: ['x'], text: 'y' }], 'zh')).toEqual([
      { question: 'gone', answer: 'x · y', isDanger: false },
    ]);
  });
  it('keeps one answer a question, and none that is empty', () => {
    const none: Answer = { question: 'weapon', choices: [], text: '' };
    expect(withAnswer([knife], { ...knife, choices: ['gun'] })).toEqual([{ ...knife, choices: ['gun'] }]);
    expect(withAnswer([knife], none)).toEqual([]);
  });
  it('knows the same answers in whatever order', () => {
    const other: Answer = { question: 'people', choices: ['two'], text: '' };
    expect(sameAnswers([knife, other], [other, { ...knife, choices: ['stick', 'knife'] }])).toBe(true);
    expect(sameAnswers([knife], [other])).toBe(false);
    expect(sameAnswers([knife], [])).toBe(false);
  });
});
