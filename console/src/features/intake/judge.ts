/** What a person made of a suggestion: told to the hall in passing, which learns from it; nobody waits for it. */
import { source } from '../../app/hall.ts';
import { verdictOf, type Suggestion } from '../../panels/form/suggestion.ts';
import type { CallDraft } from '../../panels/form/callDraft.ts';
import type { Schema } from '../../source/contract.ts';
import type { Disposition } from './useCall.ts';

type Judgement = Schema<'JudgeSuggestion'>;

function tell(body: Judgement): void {
  // Lost with the network: the incident itself says what was chosen.
  source.post({ path: '/api/triage/judgements', body }).catch(() => undefined);
}

/** An incident was opened: its class and level against what was offered. */
export function judgeOpened(contactId: string, draft: CallDraft, found: Suggestion | null): void {
  if (found === null || draft.classCode === null) return;
  const offered = found.top3.map((one) => ({ value: one.code, confidence: one.confidence }));
  const verdict = verdictOf(found.top3.map((one) => one.code), draft.classCode);
  tell({ contact_id: contactId, kind: 'class', offered, chosen: draft.classCode, verdict });
  if (found.level === null || draft.level === null) return;
  const level = String(draft.level);
  const offer = [{ value: String(found.level), confidence: null }];
  tell({ contact_id: contactId, kind: 'level', offered: offer, chosen: level, verdict: verdictOf([String(found.level)], level) });
}

/** A contact ended without an incident, or with one: whether police were needed. */
export function judgeSettled(contactId: string, disposition: Disposition, found: Suggestion | null): void {
  if (found === null) return;
  const { verdict, probability, advice } = found.non_police;
  const said = disposition === 'not_police' || disposition === 'answered';
  const offered = [{ value: verdict ? advice.action : 'police', confidence: probability }];
  tell({ contact_id: contactId, kind: 'non_police', offered, chosen: disposition, verdict: verdict === said ? 'confirmed' : 'corrected' });
}
