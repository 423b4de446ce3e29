/** Open incidents the contact in hand may be about, asked on each pause while it is not decided. */
import { useMemo } from 'react';
import { source } from '../../app/hall.ts';
import { usePaused } from '../../app/usePaused.ts';
import type { CallDraft } from '../../panels/form/callDraft.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';

export type SameIncident = Schema<'SameIncident'>;
type SameAsk = Schema<'SameAsk'>;

const PAUSE_MS = 200;
const NONE: readonly SameIncident[] = [];

export function useSame(contact: Of<'contact'>, draft: CallDraft, isOff: boolean): readonly SameIncident[] {
  const { narrative, place, phone, classCode } = draft;
  const ask = useMemo<SameAsk>(
    () => ({
      contact_id: contact.id,
      text: narrative.slice(0, 8000),
      place_text: place?.text ?? null,
      lon: place?.lon ?? null,
      lat: place?.lat ?? null,
      phone: phone.trim().slice(0, 24) || null,
      class_code: classCode,
    }),
    [contact.id, narrative, place, phone, classCode],
  );
  const look = useMemo(
    () =>
      isOff
        ? null
        : () => source.post({ path: '/api/intake/same', body: ask }).then((reply) => reply.suggestions, () => NONE),
    [ask, isOff],
  );
  return usePaused(look, PAUSE_MS, NONE);
}
