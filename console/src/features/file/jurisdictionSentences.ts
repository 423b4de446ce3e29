/** What fills the sentences of whose an incident is. Pure. */
import type { Key, Tongue } from '../../i18n/index.ts';
import { minutesOf } from '../../ui/time.ts';
import { number, text, type Data } from './dossier.ts';
import type { Names } from './sentences.ts';

interface Reason {
  readonly zh: string;
  readonly en: string;
}

const tail = (parts: readonly (string | null)[]) => {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
};

export function jurisdictionValues(name: string, data: Data, { t, term, pick }: Tongue, names: Names): Record<string, string> {
  const org = (field: string) => names.orgName(text(data, field) ?? '');
  if (name === 'triage.jurisdiction.nearest') {
    const eta = number(data, 'eta_s');
    return { name: org('goes_first'), rest: tail([eta === null ? null : t('ranking.minutes', { n: minutesOf(eta) })]) };
  }
  if (name === 'triage.jurisdiction.decided' || name === 'triage.jurisdiction.led') {
    const reasons = (data['reasons'] as readonly Reason[] | undefined) ?? [];
    return {
      name: org('station_code'),
      basis: term('whose.basis', text(data, 'basis') ?? ''),
      rest: tail(reasons.map((one) => pick(one.zh, one.en))),
    };
  }
  const signal = text(data, 'signal') ?? '';
  const isDispute = signal === 'dispute';
  const claimed = text(data, 'claimed_code');
  return {
    what: t(`whose.signal.${signal}` as Key, { name: org('station_code') }),
    rest: tail([
      isDispute && claimed !== null ? t('whose.claimed', { name: names.orgName(claimed) }) : null,
      text(data, 'said'),
      isDispute ? t('whose.settles', { name: org('desk_code') }) : null,
    ]),
  };
}
