import { describe, expect, it } from 'vitest';
import { bodyOf, EMPTY_DRAFT, isEmpty } from './draft.ts';
import { textWith } from './kinds.ts';

describe('the kind of a report', () => {
  it('is said in Chinese to the hall, whatever the page speaks', () => {
    expect(textWith('fight', '', 'zh')).toBe('打架');
    expect(textWith('fight', 'near the station', 'en')).toBe('打架 (Fight)\nnear the station');
    expect(textWith(null, ' x ', 'zh')).toBe('x');
  });
  it('is enough by itself', () => {
    expect(isEmpty({ ...EMPTY_DRAFT, kind: 'help' }, 0)).toBe(false);
    expect(bodyOf({ ...EMPTY_DRAFT, kind: 'help' }, []).text).toBe('需要帮助');
    expect(isEmpty(EMPTY_DRAFT, 0)).toBe(true);
  });
});
