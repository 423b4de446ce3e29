import { describe, expect, it } from 'vitest';
import type { Of } from '../sync/kinds.ts';
import { canMerge, duplicatesOf, mergeCandidates } from './merging.ts';

const incident = (id: string, part: Partial<Of<'incident'>> = {}) =>
  ({
    id,
    number: `9901-${id}`,
    state: 'opened',
    lon: 112.4,
    lat: 30.1,
    place_text: '解放路12号',
    narrative: null,
    is_inspection_only: false,
    merged_into: null,
    opened_at: '2026-11-22T04:00:00Z',
    closed_at: null,
    ...part,
  }) as Of<'incident'>;
const ended = '2026-11-22T05:00:00Z';

describe('merging', () => {
  const own = incident('own');
  const all = [
    own,
    incident('far', { lon: 112.5 }),
    incident('near', { lon: 112.401, place_text: '人民路' }),
    incident('over', { state: 'closed', closed_at: ended }),
    incident('complaint', { is_inspection_only: true }),
    incident('dup', { state: 'merged', closed_at: ended, merged_into: 'near' }),
  ];
  const ids = (found: readonly { id: string }[]) => found.map((one) => one.id);

  it('offers what is open, the nearest first, by words', () => {
    expect(ids(mergeCandidates(own, all, ''))).toEqual(['near', 'far']);
    expect(ids(mergeCandidates(own, all, ' 人民 '))).toEqual(['near']);
  });

  it('knows the duplicates of a primary, which is not merged on', () => {
    expect(ids(duplicatesOf('near', all))).toEqual(['dup']);
    expect(all.filter((one) => canMerge(one, all)).map((one) => one.id)).toEqual(['own', 'far']);
    expect(canMerge(incident('h', { state: 'handled' }), all)).toBe(false);
  });
});
