import { expect, it } from 'vitest';
import { handoversTo } from './navigation.ts';

it('hands over on the grid of each app', () => {
  const [amap, baidu, system] = handoversTo({ lon: 112.436, lat: 30.128 }, '解放路12号').map((one) => one.href);
  expect(amap).toContain('to=112.441859,30.125590,');
  expect(amap).toContain('coordinate=gaode');
  expect(baidu).toContain('latlng:30.131927,112.448274');
  expect(baidu).toContain('coord_type=bd09ll');
  expect(system).toBe(`geo:30.128000,112.436000?q=30.128000,112.436000(${encodeURIComponent('解放路12号')})`);
});
