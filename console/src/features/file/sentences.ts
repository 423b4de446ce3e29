/** A fact of the ledger as a sentence for people; a name that is not known yet is shown readably. Pure. */
import { endWords } from '../../panels/orderEnd.ts';
import type { OrderState } from '../../sync/kinds.ts';
import { catalogue } from '../../i18n/catalogue.ts';
import type { Key, Tongue } from '../../i18n/index.ts';
import { minutesOf } from '../../ui/time.ts';
import { number, text, type Data, type Entry } from './dossier.ts';
import { callValues } from './callSentences.ts';
import { deliveryReason } from '../talk/delivery.ts';
import { commandValues } from './commandSentences.ts';
import { joinKey, joinValues } from './joinSentences.ts';
import { liaisonValues } from './liaisonSentences.ts';
import { jurisdictionValues } from './jurisdictionSentences.ts';
import { recordingKey, recordingValues } from './recordingSentences.ts';
import { urgentValues } from './urgentSentences.ts';

export interface Names {
  readonly className: (code: string) => string;
  readonly orgName: (code: string) => string;
  readonly crewName: (id: string) => string;
}

/** Facts about the record itself: shown when asked for. */
const TECHNICAL: ReadonlySet<string> = new Set([
  'platform.audience.granted',
  'platform.audience.revoked',
  'incidents.obligation.added',
  'incidents.obligation.settled',
  'evidence.media.tied',
  'evidence.media.parted',
  'evidence.recording.tied',
  'evidence.recording.parted',
  'incidents.file.opened',
  'oversight.matter.moved',
  'telephony.call.opened',
  'telephony.call.tied',
  'telephony.call.end_asked',
  'telephony.leg.end_asked',
  'telephony.leg.mode_set',
]);

export function isTechnical(entry: Entry): boolean {
  return TECHNICAL.has(entry.name);
}

function scopeText(scope: string, tongue: Tongue, names: Names): string {
  const [kind, ...path] = scope.split('/');
  const last = path.at(-1) ?? '';
  if (kind === 't' || kind === 'h' || kind === 'p') return names.orgName(last);
  if (kind === 'i') return tongue.t('scope.inspection', { name: names.orgName(last) });
  if (kind === 'c') return names.crewName(last);
  if (kind === 'u') return tongue.t('scope.person');
  if (kind === 'k') return tongue.t('scope.reporter');
  return scope;
}

/** What follows a dash when there is something to say. */
function tail(...parts: readonly (string | null)[]): string {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
}

/** What it was merged into or taken out of. */
function merger(data: Data, { t }: Tongue): string | null {
  const primary = text(data, 'primary_number');
  if (primary === null) return null;
  if (text(data, 'signal') === 'unmerged') return t('timeline.out_of', { number: primary });
  const into = t('timeline.into', { number: primary });
  return data['carries_crews'] === true ? `${into} · ${t('timeline.crews_carried')}` : into;
}

function valuesOf(entry: Entry, tongue: Tongue, names: Names): Record<string, string | number> {
  const data = entry.data as Data;
  const { term, t } = tongue;
  const say = (name: string) => text(data, name) ?? '';
  const about = [names.className(say('class_code')), term('level', String(number(data, 'level') ?? '')), say('place_text')];
  switch (entry.name) {
    case 'intake.contact.received':
      return { number: say('number'), channel: term('channel', say('channel')), rest: tail(text(data, 'text')) };
    case 'intake.contact.advanced':
      if (joinKey(entry.name, data) !== null) return joinValues(data, tongue);
      return {
        what: term('contact.signal', say('signal')),
        rest: tail(text(data, 'taken_by_name'), term('disposition', text(data, 'disposition')), text(data, 'note')),
      };
    case 'intake.contact.added_to':
      return { words: say('words') };
    case 'incidents.incident.opened':
      return { number: say('number'), about: about.join(' · ') };
    case 'incidents.incident.advanced':
      return {
        state: term('incident.state', say('state')),
        rest: tail(term('outcome', text(data, 'outcome')), merger(data, tongue), term('end', text(data, 'reason'))),
      };
    case 'incidents.duplicate.joined':
    case 'incidents.duplicate.parted':
      return { number: say('duplicate_number'), rest: tail(text(data, 'reason')) };
    case 'incidents.incident.amended':
      return { reason: term('amend.reason', say('reason')), about: about.join(' · ') };
    case 'incidents.obligation.added':
    case 'incidents.obligation.settled':
      return { kind: term('obligation', say('kind')) };
    case 'incidents.personal_data.revealed':
      return { purpose: say('purpose') };
    case 'dispatch.callout.started': {
      const ranked = (data['ranking'] as { ranked?: readonly { call_sign: string }[] } | undefined)?.ranked ?? [];
      return { n: ranked.length, rest: tail(ranked[0] === undefined ? null : t('timeline.first', { name: ranked[0].call_sign })) };
    }
    case 'dispatch.callout.advanced':
      return {
        state: term('callout.state', say('state')),
        rest: tail(
          say('state') === 'ringing' ? t('timeline.wave', { n: number(data, 'wave') ?? 1 }) : null,
          say('state') === 'desk' ? names.orgName(say('desk_code')) : null,
          text(data, 'desk_taken_by'),
        ),
      };
    case 'dispatch.crew.ordered': {
      const rank = number(data, 'rank');
      const eta = number(data, 'eta_s');
      return {
        name: say('call_sign'),
        rest: tail(
          rank === null ? null : t('timeline.rank', { n: rank }),
          eta === null ? null : t('ranking.minutes', { n: minutesOf(eta) }),
          text(data, 'reason') === null ? null : t('timeline.why', { reason: term('end', text(data, 'reason')) }),
        ),
      };
    }
    case 'dispatch.order.advanced':
      return {
        name: say('call_sign'),
        state: term('order.state', say('state')),
        rest: tail(
          say('arrived_by') === 'geofence' ? t('timeline.by_position') : null,
          endWords(term, say('state') as OrderState, text(data, 'reason')),
        ),
      };
    case 'field.feedback.submitted':
      return { name: say('call_sign'), outcome: term('outcome', say('outcome')), rest: tail(text(data, 'text')) };
    case 'field.feedback.judged':
      return { state: term('feedback.state', say('state')), rest: tail(text(data, 'remarks')) };
    case 'oversight.review.opened':
      return { kind: term('review.kind', say('kind')), author: say('author_name') };
    case 'oversight.review.decided':
      return { state: term('review.state', say('state')), rest: tail(text(data, 'remarks')) };
    case 'dispatch.wave.sent':
    case 'dispatch.wave.refilled':
    case 'dispatch.notice.raised':
    case 'dispatch.notice.repeated':
    case 'dispatch.notice.seen':
    case 'dispatch.notice.ended':
      return commandValues(entry.name, data, tongue);
    case 'intake.answers.noted':
    case 'field.panic.raised':
    case 'field.panic.advanced':
    case 'field.help.asked':
    case 'field.help.advanced':
    case 'citizen.withdrawal.asked':
    case 'citizen.withdrawal.advanced':
      return urgentValues(entry.name, data, tongue);
    case 'triage.jurisdiction.decided':
    case 'triage.jurisdiction.led':
    case 'triage.jurisdiction.nearest':
    case 'triage.jurisdiction.moved':
      return jurisdictionValues(entry.name, data, tongue, names);
    case 'liaison.order.sent':
    case 'liaison.order.advanced':
    case 'liaison.order.urged':
    case 'liaison.order.noted':
    case 'liaison.order.revealed':
    case 'liaison.exchange.advanced':
    case 'liaison.matter.handed':
      return liaisonValues(entry.name, data, tongue, names.orgName);
    case 'oversight.matter.overdue':
      return {
        what: term('overdue', `${say('thing')}.${say('state')}`),
        name: names.orgName(say('desk_code')),
        n: number(data, 'raised') ?? 1,
      };
    case 'evidence.recording.kept':
    case 'evidence.recording.listened':
    case 'evidence.recording.held':
    case 'evidence.recording.released':
    case 'evidence.recording.erased':
      return recordingValues(entry.name, data, tongue);
    case 'oversight.incident.exported':
      return { rest: tail(text(data, 'purpose')) };
    case 'telephony.video.asked':
    case 'citizen.still.kept':
      return { name: say('by_name') };
    case 'telephony.video.advanced':
      return { what: term('video.state', say('state')) };
    case 'citizen.message.said':
      return {
        name: data['is_from_citizen'] === true ? t('talk.by_caller') : t('talk.by_hall', { name: say('by_name') }),
        rest: tail(text(data, 'words')),
      };
    case 'channels.crash.received':
      return { rest: tail(data['is_test'] === true ? t('strip.test') : null, text(data, 'vin_masked')) };
    case 'channels.alarm.received':
      return { kind: term('alarm.kind', say('kind')), rest: tail(text(data, 'words')) };
    case 'channels.vin.revealed':
      return { purpose: say('purpose') };
    case 'channels.text.received':
      return { rest: tail(text(data, 'words')) };
    case 'channels.message.queued':
      return { name: say('by_name'), rest: tail(text(data, 'words')) };
    case 'channels.message.advanced':
      return { state: term('delivery.state', say('state')), rest: tail(deliveryReason(text(data, 'reason'), tongue)) };
    case 'citizen.rating.given':
      return {
        answering: number(data, 'answering') ?? 0,
        handling: number(data, 'handling') ?? 0,
        rest: tail(text(data, 'words')),
      };
    case 'platform.audience.granted':
    case 'platform.audience.revoked':
      return { scope: scopeText(say('scope'), tongue, names), reason: term('audience', say('reason')) };
    default:
      return /^telephony\.|^intake\.contact\.(marked|placed)$/.test(entry.name) ? callValues(entry.name, data, tongue) : {};
  }
}

/** The sentence of an entry. */
export function sentenceFor(entry: Entry, tongue: Tongue, names: Names): string {
  const key = `event.${joinKey(entry.name, entry.data) ?? recordingKey(entry.name, entry.data)}`;
  if (key in catalogue) return tongue.t(key as Key, valuesOf(entry, tongue, names));
  return entry.name.split('.').slice(1).join(' ').replaceAll('_', ' ');
}
