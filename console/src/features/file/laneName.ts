/** What a party of a call is called. Pure. */
import { catalogue } from '../../i18n/catalogue.ts';
import type { Key, Tongue } from '../../i18n/index.ts';

export function laneName(kind: string | null, name: string | null | undefined, t: Tongue['t']): string {
  const key = `recording.lane.${kind ?? 'unknown'}`;
  const what = t((key in catalogue ? key : 'recording.lane.unknown') as Key);
  return name === null || name === undefined ? what : `${what} ${name}`;
}
