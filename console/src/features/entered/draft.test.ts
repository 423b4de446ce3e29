import { describe, expect, it } from 'vitest';
import { bodyOf, emptyDraft, isReady, readDraft } from './draft.ts';

describe('a report entered for a citizen', () => {
  it('says nothing of what is empty', () => {
    const body = bodyOf({ ...emptyDraft('walk_in'), text: ' 手机被偷 ', name: ' ' }, null, []);
    expect(body).toEqual({
      channel: 'walk_in',
      text: '手机被偷',
      place_text: null,
      position: null,
      accuracy_m: null,
      caller_name: null,
      caller_number: null,
      photos: [],
    });
  });

  it('names the datum of the phone’s position, and its error', () => {
    const body = bodyOf({ ...emptyDraft('self_received'), text: '有人落水' }, { lon: 114.3, lat: 30.6, accuracyM: 12 }, ['a']);
    expect(body.position).toEqual({ lon: 114.3, lat: 30.6, datum: 'WGS84' });
    expect([body.accuracy_m, body.photos]).toEqual([12, ['a']]);
  });

  it('wants words', () => {
    expect(isReady({ ...emptyDraft('walk_in'), text: ' 偷 ' })).toBe(false);
    expect(isReady({ ...emptyDraft('walk_in'), text: '被偷' })).toBe(true);
  });

  it('comes back after a reload, and begins anew when what was kept is none', () => {
    const draft = { ...emptyDraft('community'), text: '楼道堆物', place: '3 栋' };
    expect(readDraft(JSON.stringify(draft), 'walk_in')).toEqual(draft);
    for (const kept of [null, '', '{', '[1', '7', '{"channel":"voice","text":3}']) {
      expect(readDraft(kept, 'walk_in')).toEqual(emptyDraft('walk_in'));
    }
  });
});
