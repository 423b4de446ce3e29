/** What fills the sentences of calls. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { number, text, type Data } from './dossier.ts';

function tail(...parts: readonly (string | null)[]): string {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
}

interface Party {
  readonly id: string;
  readonly display: string | null;
  readonly number: string | null;
}

/** What a party is called and its number, from the fact that says how all of them stand. */
function partyOf(data: Data): readonly (string | null)[] {
  const legs = (data['legs'] as readonly Party[] | undefined) ?? [];
  const leg = legs.find((one) => one.id === data['leg_id']);
  const name = leg?.display ?? text(data, 'display');
  const dialled = leg?.number ?? null;
  return name === dialled ? [name] : [name, dialled];
}

/** What the other exchange answered: it tells a busy line from a wrong number. */
function statusOf(data: Data): string | null {
  const status = number(data, 'sip_status');
  return status === null || status < 300 ? null : `SIP ${status}`;
}

/** How and how well a place was measured. */
function measured(data: Data, { t, term }: Pick<Tongue, 't' | 'term'>): readonly (string | null)[] {
  const radius = number(data, 'uncertainty_m');
  const sure = number(data, 'confidence');
  return [
    radius === null ? null : t('place.within', { m: Math.round(radius) }),
    term('place.method', text(data, 'method')),
    sure === null ? null : t('place.confidence', { n: Math.round(sure) }),
  ];
}

export function callValues(name: string, data: Data, { t, term }: Tongue): Record<string, string> {
  const say = (field: string) => text(data, field) ?? '';
  const why = term('leg.reason', text(data, 'reason'));
  switch (name) {
    case 'telephony.call.advanced':
      return { state: term('call.state', say('state')), rest: tail(why) };
    case 'telephony.call.key_pressed':
      return { key: say('key') };
    case 'telephony.number.tagged':
    case 'telephony.number.untagged':
      return { rest: tail(text(data, 'why')) };
    case 'intake.contact.marked':
      return {
        rest: tail(
          data['call_back'] === true ? t('marked.call_back') : null,
          text(data, 'redial_of') === null ? null : t('marked.redial'),
        ),
      };
    case 'intake.contact.placed':
      return { source: term('place.source', say('source')), rest: tail(...measured(data, { t, term })) };
    default:
      return {
        kind: term('leg.kind', say('kind')),
        state: term('leg.state', say('state')),
        mode: term('leg.mode', say('mode')),
        rest: tail(...partyOf(data), term('call.attended', text(data, 'attended')), why, statusOf(data)),
      };
  }
}
