/** Suggestions for a contact's draft: asked on each pause while its incident is not open. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { source } from '../../app/hall.ts';
import type { Of } from '../../sync/kinds.ts';
import type { CallDraft } from './callDraft.ts';
import { askedText } from './heard.ts';
import { Asker, type SuggestAsk, type Suggestion } from './suggestion.ts';

const PAUSE_MS = 80;

/** heard: words of the call that nobody has written down yet. Null: nothing is suggested yet, or the hall does not answer. */
export function useSuggestion(contact: Of<'contact'>, draft: CallDraft, isOff: boolean, heard = ''): Suggestion | null {
  const [found, setFound] = useState<Suggestion | null>(null);
  const asker = useRef<Asker | null>(null);
  const { narrative, place, classCode } = draft;
  const { id, lon, lat, uncertainty_m: radius, place_text: placeText } = contact;
  const ask = useMemo<SuggestAsk>(() => {
    const at = place ?? (lon === null || lat === null ? null : { lon, lat, text: placeText });
    return {
      text: askedText(narrative, heard),
      contact_id: id,
      class_code: classCode,
      place: at === null ? placeText : { text: at.text ?? null, lon: at.lon, lat: at.lat, datum: 'WGS84', radius_m: place === null ? (radius ?? 50) : 10 },
    };
  }, [narrative, heard, id, classCode, place, lon, lat, placeText, radius]);

  useEffect(() => {
    asker.current = new Asker(
      (one) => source.post({ path: '/api/triage/suggest', body: one }),
      setFound,
      () => setFound(null),
    );
    return () => asker.current?.forget();
  }, []);
  useEffect(() => {
    if (isOff) return undefined;
    const timer = setTimeout(() => void asker.current?.ask(ask), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [ask, isOff]);
  return isOff ? null : found;
}
