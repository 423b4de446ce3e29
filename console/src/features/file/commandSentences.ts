/** What fills the sentences of waves and of what owners are told. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { forceNameOf } from '../../panels/forces.ts';
import { number, text, type Data } from './dossier.ts';

const tail = (...parts: readonly (string | null)[]): string => {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
};

export function commandValues(name: string, data: Data, { t, term, lang }: Tongue): Record<string, string | number> {
  const say = (field: string) => text(data, field) ?? '';
  switch (name) {
    case 'dispatch.wave.sent': {
      const sent = (data['order_ids'] as readonly string[] | undefined) ?? [];
      const forces = (data['forces'] as readonly string[] | undefined) ?? [];
      const standby = say('standby') === 'without' ? null : term('wave.standby', say('standby'));
      return {
        n: number(data, 'number') ?? 2,
        wanted: number(data, 'wanted') ?? 0,
        sent: sent.length,
        rest: tail(term('wave.reach', say('reach')), ...forces.map((one) => forceNameOf(one, lang)), standby, say('reason')),
      };
    }
    case 'dispatch.wave.refilled': {
      const sent = (data['order_ids'] as readonly string[] | undefined) ?? [];
      const missing = number(data, 'missing') ?? 0;
      return { sent: sent.length, rest: tail(missing > 0 ? t('wave.missing', { n: missing }) : null) };
    }
    case 'dispatch.notice.raised':
      return { name: say('call_sign'), rest: tail(say('taken_by_name'), text(data, 'reason')) };
    case 'dispatch.notice.repeated':
      return { n: number(data, 'asked') ?? 2 };
    case 'dispatch.notice.seen':
      return { side: term('notice.side', say('side')), rest: tail(text(data, 'by_name')) };
    default:
      return { rest: tail(term('end', text(data, 'reason'))) };
  }
}
