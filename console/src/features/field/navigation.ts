/** Handing over to the phone's map app, each on its own grid. Pure. */
import { toBd09, toGcj02, type LonLat } from '../../map/datum.ts';

export interface Handover {
  readonly app: 'amap' | 'baidu' | 'system';
  readonly href: string;
}

function six(n: number): string {
  return n.toFixed(6);
}

export function handoversTo(at: LonLat, name: string): readonly Handover[] {
  const gcj = toGcj02(at);
  const bd = toBd09(at);
  const word = encodeURIComponent(name);
  const amap = `to=${six(gcj.lon)},${six(gcj.lat)},${word}&mode=car&coordinate=gaode&callnative=1&src=yaoyaoling`;
  const baidu = `destination=name:${word}|latlng:${six(bd.lat)},${six(bd.lon)}&coord_type=bd09ll&mode=driving`;
  return [
    { app: 'amap', href: `https://uri.amap.com/navigation?${amap}` },
    { app: 'baidu', href: `baidumap://map/direction?${baidu}&src=yaoyaoling` },
    { app: 'system', href: `geo:${six(at.lat)},${six(at.lon)}?q=${six(at.lat)},${six(at.lon)}(${word})` },
  ];
}
