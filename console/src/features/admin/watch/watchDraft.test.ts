import { expect, it } from 'vitest';
import { amended, amendmentOf, bySoonest, daysLeft, endOf, endsSoon, isFound, type WatchDraft, type WatchEntry } from './watchDraft.ts';

const NOW = Date.parse('2026-11-29T04:00:00Z');
const entry = (until: string, part: Partial<WatchEntry> = {}): WatchEntry => ({
  id: until,
  kind: 'number',
  masked: '100****0042',
  reason: '反复扬言报复',
  authority: '治安〔2026〕12号',
  put_by_name: '周启明',
  put_at: '2026-11-01T00:00:00Z',
  until,
  owner_name: null,
  version: 1,
  ...part,
});

it('ends with its day in Shanghai', () => {
  expect(new Date(endOf('2026-12-01')).toISOString()).toBe('2026-12-01T15:59:59.000Z');
  const tonight = entry(endOf('2026-11-29'));
  expect([daysLeft(tonight, NOW), endsSoon(tonight, NOW), endsSoon(entry(endOf('2026-12-20')), NOW)]).toEqual([0, true, false]);
});

it('puts first what ends first, and finds by any word that is shown', () => {
  expect(bySoonest([entry('2026-12-20'), entry('2026-12-01')]).map((one) => one.until)).toEqual(['2026-12-01', '2026-12-20']);
  expect([isFound(entry(''), '报复'), isFound(entry(''), '0042'), isFound(entry(''), '抢劫')]).toEqual([true, true, false]);
});

it('sends only what changed', () => {
  const held = entry(endOf('2026-12-01'), { owner_name: '李警官' });
  const draft: WatchDraft = { kind: 'number', value: '', reason: held.reason, authority: held.authority, day: '2026-12-01', owner: '李警官' };
  expect(amendmentOf(held, draft)).toBeNull();
  const changed = { ...draft, day: '2026-12-24', owner: '' };
  expect(amendmentOf(held, changed)).toEqual({ until: endOf('2026-12-24'), owner_name: '' });
  expect(amendmentOf(amended(held, changed), changed)).toBeNull();
});
