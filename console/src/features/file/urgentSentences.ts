/** What fills the sentences of panic calls, requests for help, answers and requests to withdraw. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { guideNow, saidIn } from '../../panels/form/guide.ts';
import type { Answer } from '../../sync/kinds.ts';
import { text, type Data } from './dossier.ts';

function tail(...parts: readonly (string | null)[]): string {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
}

export function urgentValues(name: string, data: Data, { t, term, lang }: Tongue): Record<string, string> {
  const say = (field: string) => text(data, field) ?? '';
  switch (name) {
    case 'intake.answers.noted': {
      const answers = (data['answers'] as readonly Answer[] | null) ?? [];
      return { rest: tail(...saidIn(guideNow(), answers, lang).map((one) => `${one.question} ${one.answer}`)) };
    }
    case 'field.panic.raised':
      return {
        name: `${say('call_sign')} ${say('officer_name')}`.trim(),
        rest: tail(data['is_officer_down'] === true ? t('panic.strip_down') : null),
      };
    case 'field.panic.advanced':
      return { what: term('panic.signal', say('signal')), rest: tail(text(data, 'by_name'), text(data, 'note')) };
    case 'field.help.asked': {
      const reasons = (data['reasons'] as readonly string[] | undefined) ?? [];
      return { name: say('call_sign'), rest: tail(reasons.map((one) => term('help.reason', one)).join(' · ')) };
    }
    case 'field.help.advanced':
      return {
        what: term('help.signal', say('signal')),
        rest: tail(text(data, 'by_name'), term('help.answer', text(data, 'answer')), text(data, 'note')),
      };
    case 'citizen.withdrawal.asked':
      return { rest: tail(term('withdraw.reason', say('reason')), text(data, 'words')) };
    default:
      return { what: term('withdraw.state', say('state')), rest: tail(text(data, 'by_name'), text(data, 'reply')) };
  }
}
