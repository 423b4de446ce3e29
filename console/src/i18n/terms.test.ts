/** Every value the hall can send has a word, and every fact a sentence. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';

interface Schema {
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
const file = new URL('../../../docs/api/openapi.json', import.meta.url);
const { schemas } = (JSON.parse(readFileSync(file, 'utf8')) as { components: { schemas: Record<string, Schema> } }).components;
const has = (key: string) => key in catalogue;

function values(name: string, property?: string): readonly string[] {
  const schema = property === undefined ? schemas[name] : schemas[name]?.properties?.[property];
  return schema?.enum ?? schema?.items?.enum ?? schema?.anyOf?.[0]?.enum ?? [];
}

const DOMAINS: readonly (readonly [domain: string, values: readonly string[]])[] = [
  ['incident.state', values('IncidentState')],
  ['order.state', values('OrderState')],
  ['callout.state', values('CalloutState')],
  ['seat.state', values('SeatState')],
  ['review.state', values('ReviewState')],
  ['feedback.state', values('FeedbackState')],
  ['role', values('Role')],
  ['role.sees', values('Role')],
  ['role.does', values('Role')],
  ['role.sits', values('Role')],
  ['org.kind', values('OrganisationNode', 'kind')],
  ['place.kind', values('PlaceKind')],
  ['outcome', values('FeedbackBody', 'outcome')],
  ['disposition', values('SettleBody', 'disposition')],
  ['stage', values('FollowView', 'stage')],
  ['next', values('FollowView', 'stage')],
  ['reason', values('Ranked', 'reasons')],
  ['excluded', values('Excluded', 'reason')],
  ['pause', values('SeatBody', 'reason')],
  ['same', values('Earlier', 'same')],
  ['help.reason', values('HelpBody', 'reasons')],
  ['help.answer', values('HelpAnswerBody', 'answer')],
  ['withdraw.reason', values('WithdrawBody', 'reason')],
  ['withdraw.state', values('WithdrawalState')],
  ['danger', values('Warnings', 'answered')],
  ['patrol.state', values('PatrolState')],
  ['patrol.kind', values('PatrolNow', 'kind')],
  ['patrol.proof', values('VisitReply', 'arrived_by')],
  ['hazard.kind', values('HazardBody', 'kind')],
  ['leg.mode', values('ModeBody', 'mode')],
  ['leg.kind', values('LegBody', 'kind')],
  ['call.attended', values('LegBody', 'attended')],
  ['leg.state', values('LegState')],
];

describe('words for what the hall sends', () => {
  it('has words for every change administrators make', () => {
    const file = new URL('../../../src/yaoyaoling/agencies/history.py', import.meta.url);
    const names = [...readFileSync(file, 'utf8').matchAll(/^ {4}"([a-z_.]+)",$/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !has(`history.${name}`))).toEqual([]);
  });

  it.each(DOMAINS)('%s', (domain, known) => {
    expect(known.length).toBeGreaterThan(1);
    expect(known.filter((value) => !has(`${domain}.${value}`))).toEqual([]);
  });

  it('has words for whatever ends a call or a party', () => {
    const file = new URL('../../../src/yaoyaoling/telephony/commands.py', import.meta.url);
    const reasons = /^Reason = Literal\[(.*?)^\]/ms.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const names = [...reasons.matchAll(/"([a-z_]+)"/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !has(`leg.reason.${name}`))).toEqual([]);
  });

  it('has a sentence for every fact that can stand in a file', () => {
    const python = new URL('../../../src/yaoyaoling', import.meta.url).pathname;
    const lines = execFileSync('grep', ['-rhoE', '--include=*.py', 'name: ClassVar\\[str\\] = "[a-z_.]+"', python], {
      encoding: 'utf8',
    });
    const names = [...lines.matchAll(/"([a-z_.]+)"/g)].map((match) => match[1] ?? '');
    // Of the account room, crews, seats and code tables nothing is about an incident.
    const shown = names.filter((name) => !/^(agencies|force|incidents\.class_table)\./.test(name));
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((name) => !has(`event.${name}`))).toEqual([]);
  });
});
