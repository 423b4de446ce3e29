/** Every string is in the catalogue, in both languages, and used; no page holds words of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { translate } from './index.ts';

const SRC = fileURLToPath(new URL('..', import.meta.url));
const HAN = /\p{Script=Han}/u;
const ENTRIES = Object.entries(catalogue) as [string, readonly [string, string]][];
/** Said in the other language on purpose. */
const FOREIGN = new Set(['bar.other_language']);
/** Units and methods have one name everywhere. */
const NAMES = new Set(['recording.kb', 'recording.sm3', 'recording.sha256']);
/** Words that are the same for everybody. */
const SAME = /^(WGS-84|(Ctrl|Alt)( [A-Z])?|Enter|Esc|F\d|[^\p{L}]|\b[a-z]\b)*$/u;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile() && /\.tsx?$/.test(one.name) && !one.name.endsWith('.test.ts'))
    .map((one) => `${one.parentPath}/${one.name}`);
}

const sources = filesUnder(SRC)
  .filter((file) => !file.includes('/i18n/') && !file.includes('/generated/'))
  .map((file) => ({ file: file.slice(SRC.length), text: readFileSync(file, 'utf8') }));
const code = sources.map((one) => one.text).join('\n');
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

/** Beginnings of keys that are put together while running: `t(`a.${b}`)` and `term('a', b)`. */
const prefixes = [
  ...[...code.matchAll(/`([a-z_]+(?:\.[a-z_]+)*[._])\$\{/g)].map((match) => match[1] ?? ''),
  ...[...code.matchAll(/term\(\s*'([a-z_.]+)'/g)].map((match) => `${match[1] ?? ''}.`),
];

describe('the catalogue', () => {
  it.each(ENTRIES)('%s speaks both languages', (key, [zh, en]) => {
    expect(zh.trim()).not.toBe('');
    expect(en.trim()).not.toBe('');
    expect(holes(en)).toEqual(holes(zh));
    for (const text of [zh, en])
      for (const [, name = ''] of text.matchAll(/\{(\w+)#/g)) expect(holes(text), 'counts what is said').toContain(name);
    if (FOREIGN.has(key) || NAMES.has(key)) return;
    expect(HAN.test(en), 'no Chinese in the English').toBe(false);
    const bare = zh.replace(/\{\w+\}|[\d\s：:，。—·]/g, '');
    expect(bare === '' || HAN.test(bare), 'Chinese in the Chinese').toBe(true);
  });

  it('says one and many', () => {
    const people = (officers: number, auxiliaries: number) => translate('en', 'crew.people', { officers, auxiliaries });
    expect([people(1, 2), people(2, 1), people(0, 0)]).toEqual([
      '1 officer, 2 aux.',
      '2 officers, 1 aux.',
      '0 officers, 0 aux.',
    ]);
  });

  it('has no key that nobody uses', () => {
    const unused = ENTRIES.map(([key]) => key).filter(
      (key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('stands in one file only', () => {
    const words = readdirSync(`${SRC}/i18n/words`).map((name) => readFileSync(`${SRC}/i18n/words/${name}`, 'utf8'));
    const keys = words.flatMap((text) => [...text.matchAll(/^ {2}'([\w.]+)': /gm)].map((match) => match[1]));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** Literal words in a page: text between tags, and attributes that are read out. */
function literalsOf(file: string, text: string): string[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const READ = new Set(['title', 'aria-label', 'placeholder', 'alt', 'label', 'okText', 'cancelText']);
  /** What an expression may show as it stands: literals, and those a choice ends in. */
  function shownBy(node: ts.Node): void {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (!SAME.test(node.text)) found.push(node.text);
    } else if (ts.isTemplateExpression(node)) {
      for (const part of [node.head, ...node.templateSpans.map((span) => span.literal)])
        if (!SAME.test(part.text)) found.push(part.text);
    } else if (ts.isConditionalExpression(node)) {
      shownBy(node.whenTrue);
      shownBy(node.whenFalse);
    } else if (ts.isBinaryExpression(node)) {
      const { kind } = node.operatorToken;
      if (kind === ts.SyntaxKind.PlusToken) shownBy(node.left);
      if ([ts.SyntaxKind.PlusToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.AmpersandAmpersandToken].includes(kind))
        shownBy(node.right);
    } else if (ts.isParenthesizedExpression(node)) shownBy(node.expression);
  }
  function visit(node: ts.Node): void {
    if (ts.isJsxExpression(node) && node.expression && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)))
      shownBy(node.expression);
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer && ts.isJsxExpression(node.initializer))
      if (node.initializer.expression) shownBy(node.initializer.expression);
    if (ts.isJsxText(node) && !SAME.test(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer))
      if (!SAME.test(node.initializer.text) && !(node.initializer.text in catalogue)) found.push(node.initializer.text);
    if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node)) && HAN.test(node.text))
      found.push(node.text);
    if (ts.isRegularExpressionLiteral(node) && HAN.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  }
  visit(tree);
  return found;
}

describe('pages hold no words of their own', () => {
  it('is noticed wherever such words stand', () => {
    const page = `const X = () => <p title={isOpen ? 'Shown' : t('a.b')} aria-label="Read out">Plain {'quoted'} {\`joined \${n}\`}
      {n > 1 && 'more'}{'a' + name}</p>; say('汉字');`;
    expect(literalsOf('page.tsx', page).sort()).toEqual(['Plain', 'Read out', 'Shown', 'joined ', 'more', 'quoted', '汉字'].sort());
  });
  it.each(sources.map((one) => [one.file, one.text]))('%s', (file, text) => {
    expect(literalsOf(file, text)).toEqual([]);
  });
});
