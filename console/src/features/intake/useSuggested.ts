/** Suggestions for the contact in hand and what was taken of them: places to offer, the payment lane, the advice. */
import { useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import type { Tongue } from '../../i18n/index.ts';
import { placeOffers, type Suggestion } from '../../panels/form/suggestion.ts';
import { useOwnCandidates, type Candidate } from '../../panels/form/useCandidates.ts';
import { useSuggestion } from '../../panels/form/useSuggestion.ts';
import type { Of } from '../../sync/kinds.ts';
import { useHeard, type Heard } from './useHeard.ts';
import { judgeSettled } from './judge.ts';
import type { Call, Disposition } from './useCall.ts';

export interface Suggested {
  readonly found: Suggestion | null;
  readonly heard: Heard;
  readonly own: readonly Candidate[];
  readonly showsPayment: boolean;
  readonly openPayment: () => void;
  /** The note of the advice that was taken; "": none was. */
  readonly advised: string;
  /** Take the advice, or none of it, and go on. */
  readonly take: (one: Suggestion | null, then: () => void) => void;
  readonly settle: (how: Disposition, note: string) => void;
}

export function useSuggested(contact: Of<'contact'>, call: Call, { term, lang }: Tongue): Suggested {
  const heard = useHeard(contact, call);
  const found = useSuggestion(contact, call.draft, call.incidentId !== null, heard.words);
  const brought = useOwnCandidates(contact, call.draft.narrative, lang);
  const own = useMemo(() => placeOffers(brought, found, lang), [brought, found, lang]);
  const payments = useList('stop_payment');
  const [isPaying, setPaying] = useState(false);
  const [advised, setAdvised] = useState('');
  const showsPayment = isPaying || payments.some((one) => one.contact_id === contact.id);

  function take(one: Suggestion | null, then: () => void): void {
    if (one === null) {
      setAdvised('');
    } else {
      const { action, name_zh: zh, name_en: en, department } = one.non_police.advice;
      const words = [term('triage.action', action), lang === 'zh' ? zh : en, department];
      setAdvised(words.filter((word) => word !== '').join(' · '));
    }
    then();
  }
  function settle(how: Disposition, note: string): void {
    judgeSettled(contact.id, how, found);
    void call.settle(how, note);
  }
  return { found, heard, own, showsPayment, openPayment: () => setPaying(true), advised, take, settle };
}
