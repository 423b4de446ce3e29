/** Chinese as data: what words of a report tell of a place, and what is written into a standard address. */

/** Put behind an address that is near the point but not at it. */
export const NEARBY = '附近';

/** Said before a word, it is not what happened. */
export const DENIED = /(?:没有?|不是|并未|未曾|无|\bno|\bnot|\bwithout)\s?(?:人|发生|被)?$/iu;

const STREET = '(?:大道|路|街|巷|弄|村|小区|广场|花园|大厦|公园|市场|医院|学校|中学|小学|超市|商场|车站|酒店|宾馆)';
const CROSSING = new RegExp(`\\p{Script=Han}{1,6}(?:路|街|大道)(?:与|和|、|跟)\\p{Script=Han}{1,6}(?:路|街|大道)`, 'gu');
const ADDRESS = new RegExp(`\\p{Script=Han}{1,8}${STREET}(?:[东西南北]?段)?(?:[一二三四五六七八九十\\d]+巷)?(?:\\d+号?)?`, 'gu');
/** Words people put before a place that are no part of its name. */
const BEFORE = /^.*?(?:在|到|位于|地址是|住|这里是|我家|附近的|旁边的|对面的|，|,|。)/u;

/** After these a place is named, whatever it is called. */
const AT = /(?:在|到|位于|就是)(\p{Script=Han}{2,10})/u;

/** Places that words seem to name, most exact first: to be offered, never taken by themselves. */
export function placeHints(text: string | null): readonly string[] {
  if (text === null) return [];
  const found = new Set<string>();
  for (const match of text.match(CROSSING) ?? []) found.add(match.replace(BEFORE, ''));
  for (const match of text.match(ADDRESS) ?? []) found.add(match.replace(BEFORE, ''));
  const named = found.size === 0 ? AT.exec(text)?.[1] : undefined;
  if (named !== undefined) found.add(named);
  return [...found].filter((one) => one.length >= 3).sort((a, b) => Number(/\d/.test(b)) - Number(/\d/.test(a))).slice(0, 3);
}
