/** Suggestions: the newest answer wins, nothing a person gave is touched, and words alone serve while the hall is away. */
import { describe, expect, it } from 'vitest';
import { newDraft } from './callDraft.ts';
import { Asker, classOffers, nextQuestion, openAnswers, placeOffers, verdictOf, type Suggestion } from './suggestion.ts';

const ask = (text: string) => ({ text });
const suggestion = (part: Partial<Suggestion>) => ({ top3: [], answers: [], questions: [], place_candidates: [], ...part }) as unknown as Suggestion;
const contact = { text: '', caller_name: null, caller_number: null, is_silent: false } as unknown as Parameters<typeof newDraft>[0];

function held() {
  const waiting: { readonly text: string; readonly done: (found: Suggestion) => void; readonly fail: () => void }[] = [];
  const shown: (string | null)[] = [];
  const asker = new Asker(
    (one) => new Promise((done, fail) => waiting.push({ text: one.text, done, fail: () => fail(new Error('away')) })),
    (found) => shown.push(found.top3[0]?.code ?? ''),
    () => shown.push(null),
  );
  const answer = (index: number, code: string) =>
    waiting[index]?.done(suggestion({ top3: [{ code, name: '', name_en: '', confidence: 1, words: [] }] }));
  return { asker, waiting, shown, answer };
}
const settled = () => new Promise((done) => setTimeout(done, 0));

describe('asking on each pause', () => {
  it('never shows an older answer after a newer one', async () => {
    const { asker, shown, answer } = held();
    void asker.ask(ask('打'));
    void asker.ask(ask('打架'));
    answer(1, '0202');
    await settled();
    answer(0, '0407');
    await settled();
    expect(shown).toEqual(['0202']);
  });
  it('shows answers as they come while whoever types is ahead of the hall', async () => {
    const { asker, shown, answer } = held();
    void asker.ask(ask('打'));
    void asker.ask(ask('打架'));
    answer(0, '0201');
    await settled();
    answer(1, '0202');
    await settled();
    expect(shown).toEqual(['0201', '0202']);
  });
  it('says that the hall is away only for what was asked last', async () => {
    const { asker, shown, waiting, answer } = held();
    void asker.ask(ask('打'));
    void asker.ask(ask('打架'));
    waiting[0]?.fail();
    answer(1, '0202');
    await settled();
    expect(shown).toEqual(['0202']);
    void asker.ask(ask('打架了'));
    waiting[2]?.fail();
    await settled();
    expect(shown).toEqual(['0202', null]);
  });
  it('forgets what is under way when the contact is put aside', async () => {
    const { asker, shown, answer } = held();
    void asker.ask(ask('打'));
    asker.forget();
    answer(0, '0201');
    await settled();
    expect(shown).toEqual([]);
  });
});

describe('what is offered', () => {
  const keywords = [{ class_code: '0202', words: ['打架'] }];
  it('leaves out the class that is chosen, and serves from words alone while the hall is away', () => {
    const found = suggestion({
      top3: ['0202', '0201'].map((code) => ({ code, name: '', name_en: '', confidence: 0.5, words: [] })),
    });
    expect(classOffers(found, '打架', keywords, '0202').map((one) => one.code)).toEqual(['0201']);
    expect(classOffers(null, '有人打架', keywords, null)).toEqual([{ code: '0202', words: ['打架'], confidence: null }]);
  });
  it('never offers an answer to a question that a person answered, and asks the first open one', () => {
    const draft = { ...newDraft(contact), answers: [{ question: 'weapon', choices: ['none'], text: '' }] };
    const found = suggestion({
      answers: [
        { question: 'weapon', choices: ['knife'], text: '' },
        { question: 'people', choices: ['two'], text: '' },
      ],
      questions: ['weapon', 'drunk'].map((id) => ({ id, zh: id, en: id, ask_zh: id, ask_en: id })),
    });
    expect(openAnswers(found, draft).map((one) => one.question)).toEqual(['people']);
    expect(nextQuestion(found, draft)?.id).toBe('drunk');
    expect(nextQuestion(null, draft)).toBeNull();
  });
  it('offers no place twice, and the one the contact brought first', () => {
    const reported = { key: 'reported', why: 'reported', text: 'a', name: 'a', kind: null, lon: 1, lat: 2 } as const;
    const place = { name: 'b', address: 'b路1号', radius_m: 10, score: 1, why: [{ code: 'name', said: 'b', zh: '名', en: 'name' }], detail: '' };
    const found = suggestion({ place_candidates: [{ ...place, lon: 1, lat: 2 }, { ...place, lon: 3, lat: 4 }] });
    expect(placeOffers([reported], found, 'zh').map((one) => one.text)).toEqual(['a', 'b路1号']);
    expect(placeOffers([reported], null, 'zh')).toEqual([reported]);
  });
  it('tells training what became of it', () => {
    expect(verdictOf(['0202', '0201'], '0202')).toBe('confirmed');
    expect(verdictOf(['0202'], '0407')).toBe('corrected');
    expect(verdictOf(['0202'], '')).toBe('rejected');
  });
});
