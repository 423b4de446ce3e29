/** Earlier contacts of the same number, vehicle, address or name, as far as this seat may see them. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { source } from '../../app/hall.ts';
import { usePaused } from '../../app/usePaused.ts';
import type { Tongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import type { CallDraft } from '../../panels/form/callDraft.ts';
import { platesIn } from '../../panels/form/plates.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';

export type Repeats = Schema<'Repeats'>;
export type Earlier = Schema<'Earlier'>;
type Ask = Schema<'Ask'>;

const PAUSE_MS = 800;
const AT_ONCE = 60;
const DAY_MS = 86_400_000;

async function look(asks: readonly Ask[]): Promise<readonly Repeats[]> {
  return source.post({ path: '/api/intake/repeats', body: { asks } });
}

/** Marks of the strips: each contact is asked about once, and again when it changes. */
export function useStripRepeats(contacts: readonly Of<'contact'>[]): ReadonlyMap<string, Repeats> {
  const [known, setKnown] = useState<ReadonlyMap<string, Repeats>>(new Map());
  const asked = useRef(new Map<string, string>());
  const wanted = contacts.map((one) => `${one.id} ${one.caller_number} ${one.lon} ${one.lat}`).join('\n');
  useEffect(() => {
    const fresh = wanted
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.split(' ', 1)[0] ?? '', line] as const)
      .filter(([id, line]) => asked.current.get(id) !== line)
      .slice(0, AT_ONCE);
    if (fresh.length === 0) return;
    for (const [id, line] of fresh) asked.current.set(id, line);
    look(fresh.map(([id]) => ({ contact_id: id, vehicles: [] })))
      .then((found) => setKnown((before) => new Map([...before, ...found.map((one) => [one.contact_id, one] as const)])))
      .catch(() => {
        for (const [id] of fresh) asked.current.delete(id);
      });
  }, [wanted]);
  return known;
}

/**
 * Of the contact in hand, with what the form says: its place, number and name, and the vehicles in its words. Each look is
 * written down: only what stands still for a while is looked up.
 */
export function useRepeats(contact: Of<'contact'>, draft: CallDraft): Repeats | null {
  const { place, phone, name } = draft;
  const vehicles = platesIn(draft.narrative).join('\n');
  const ask = useMemo<Ask>(
    () => ({
      contact_id: contact.id,
      lon: place?.lon ?? null,
      lat: place?.lat ?? null,
      phone: phone.trim().slice(0, 24) || null,
      name: name.trim().slice(0, 40) || null,
      vehicles: vehicles === '' ? [] : vehicles.split('\n'),
    }),
    [contact.id, place, phone, name, vehicles],
  );
  const asking = useMemo(() => () => source.post({ path: '/api/intake/earlier', body: ask }), [ask]);
  return usePaused<Repeats | null>(asking, PAUSE_MS, null);
}

/** "3 次 · 上次 2 天前 · 纠纷"; null when there is nothing to say. */
export function repeatText(repeats: Repeats | null | undefined, { t, term, lang }: Tongue): string | null {
  if (repeats == null) return null;
  const counted = repeats.earlier.find((one) => one.same.some((same) => same !== 'name'));
  if (counted === undefined) {
    const named = repeats.earlier.length;
    return named === 0 ? null : t('repeat.name_only', { n: named });
  }
  const days = Math.floor((hallNow() - Date.parse(counted.at)) / DAY_MS);
  const ago = days === 0 ? t('repeat.today') : t('repeat.days', { n: days });
  return t('repeat.mark', { n: repeats.count, ago, what: whatOf(counted, { t, term, lang }) });
}

export function whatOf(one: Earlier, { t, term, lang }: Pick<Tongue, 't' | 'term' | 'lang'>): string {
  if (one.class_code != null) return classNameOf(one.class_code, lang);
  return one.disposition == null ? t('repeat.undecided') : term('disposition', one.disposition);
}
