/** Number plates in words, written or spoken digit by digit: each once, without separators, at most six. Pure. */
/** Spoken digits by their code points: ling, dong, yi, yao, er, liang, san, si, wu, liu, qi, guai, ba, jiu, gou. */
const DIGITS: Readonly<Record<string, string>> = {
  [String.fromCodePoint(0x96f6)]: '0',
  [String.fromCodePoint(0x3007)]: '0',
  [String.fromCodePoint(0x6d1e)]: '0',
  [String.fromCodePoint(0x4e00)]: '1',
  [String.fromCodePoint(0x5e7a)]: '1',
  [String.fromCodePoint(0x4e8c)]: '2',
  [String.fromCodePoint(0x4e24)]: '2',
  [String.fromCodePoint(0x4e09)]: '3',
  [String.fromCodePoint(0x56db)]: '4',
  [String.fromCodePoint(0x4e94)]: '5',
  [String.fromCodePoint(0x516d)]: '6',
  [String.fromCodePoint(0x4e03)]: '7',
  [String.fromCodePoint(0x62d0)]: '7',
  [String.fromCodePoint(0x516b)]: '8',
  [String.fromCodePoint(0x4e5d)]: '9',
  [String.fromCodePoint(0x52fe)]: '9',
};
const PLATE =
  /[\u4e00-\u9fff][a-z][\u00b7\u2022.\s-]?[a-z0-9\u96f6\u3007\u6d1e\u4e00\u5e7a\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u62d0\u516b\u4e5d\u52fe]{5,6}(?![a-z0-9])/giu;
const APART = /[\u00b7\u2022.\s-]/u;

export function platesIn(words: string): readonly string[] {
  const found = (words.match(PLATE) ?? []).map((one) =>
    Array.from(one.toUpperCase())
      .filter((char) => !APART.test(char))
      .map((char) => DIGITS[char] ?? char)
      .join(''),
  );
  return [...new Set(found.filter((one) => /\d/u.test(one)))].slice(0, 6);
}
