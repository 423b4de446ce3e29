import { describe, expect, it } from 'vitest';
import { featuresOf, paneOf } from './panes.ts';

describe('windows of the board', () => {
  it('are told by the address', () => {
    expect([paneOf('?pane=map&incident=x'), paneOf('pane=crews'), paneOf(''), paneOf('pane=else')]).toEqual([
      'map',
      'crews',
      null,
      null,
    ]);
  });

  it('come back where they were', () => {
    const stored = JSON.stringify({ left: -1800, top: 40, width: 1600, height: 900 });
    expect(featuresOf(stored)).toBe('popup=yes,width=1600,height=900,left=-1800,top=40');
    for (const nothing of [null, '{', 'null', '{}']) expect(featuresOf(nothing)).toBe('popup=yes,width=1100,height=800');
    expect(featuresOf('{"width":1,"height":1}')).toBe('popup=yes,width=320,height=240');
  });
});
