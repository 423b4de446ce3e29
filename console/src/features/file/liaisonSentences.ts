/** What fills the sentences of work orders to partners. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { reasonText } from '../liaison/exchangeReason.ts';
import { number, text, type Data } from './dossier.ts';

function tail(...parts: readonly (string | null)[]): string {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
}

export function liaisonValues(
  name: string,
  data: Data,
  { t, term }: Tongue,
  orgName: (code: string) => string,
): Record<string, string | number> {
  const say = (field: string) => text(data, field) ?? '';
  const exchangeReason = (code: string) => reasonText(code, t);
  switch (name) {
    case 'liaison.order.sent':
      return { number: say('number'), desk: orgName(say('desk_code')), rest: tail(text(data, 'asked')) };
    case 'liaison.order.advanced':
      return {
        desk: orgName(say('desk_code')),
        what: term('work_order.signal', say('signal')),
        // What the clock brought back was nobody's doing.
        rest: tail(say('signal') === 'not_taken' ? null : text(data, 'by_name'), text(data, 'text')),
      };
    case 'liaison.order.urged':
      return { n: number(data, 'urged') ?? 1, rest: data['is_automatic'] === true ? '' : tail(text(data, 'by_name')) };
    case 'liaison.order.noted':
      return { rest: tail(text(data, 'by_name'), text(data, 'text')) };
    case 'liaison.exchange.advanced': {
      const [kind, state] = [term('exchange.kind', say('kind')), term('exchange.state', say('state'))];
      return { desk: orgName(say('desk_code')), kind, what: state, rest: tail(exchangeReason(say('reason'))) };
    }
    case 'liaison.matter.handed':
      return { desk: orgName(say('desk_code')), number: say('number'), rest: tail(text(data, 'by_name')) };
    default:
      return { by: say('by_name'), rest: tail(text(data, 'purpose')) };
  }
}
