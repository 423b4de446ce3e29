/** What is on a watch list about the contact in hand: asked once it is taken and when its number, name or place is; masked. */
import { useMemo } from 'react';
import { source } from '../../app/hall.ts';
import { usePaused } from '../../app/usePaused.ts';
import { useTongue } from '../../i18n/index.ts';
import { platesIn } from '../../panels/form/plates.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf } from '../../ui/time.ts';
import type { Call } from './useCall.ts';

type Entry = Schema<'WatchEntry'>;
const PAUSE_MS = 800;
const NONE: readonly Entry[] = [];

export function KnownHint({ call }: { call: Call }) {
  const { t } = useTongue();
  const { contact, draft } = call;
  const vehicles = platesIn(draft.narrative).join('\n');
  const { phone, name } = draft;
  const address = draft.place?.text ?? '';
  const ask = useMemo(
    () => ({
      contact_id: contact.id,
      numbers: [...new Set([contact.caller_number ?? '', phone.trim().slice(0, 24)])].filter((one) => one !== ''),
      persons: name.trim() === '' ? [] : [name.trim()],
      vehicles: vehicles === '' ? [] : vehicles.split('\n'),
      addresses: address === '' ? [] : [address.slice(0, 120)],
    }),
    [contact.id, contact.caller_number, phone, name, vehicles, address],
  );
  // Each look is written down: only what stands still for a while is looked up, and only once.
  const look = useMemo(() => () => source.post({ path: '/api/triage/known', body: ask }), [ask]);
  const found = usePaused(look, PAUSE_MS, NONE);
  return found.map((one) => (
    <p key={one.id} className="hint warn" role="status">
      <strong>{t('known.watched')}</strong> <span className="num">{one.masked}</span> · {one.reason} · {one.authority} ·{' '}
      {t('known.put', { who: one.put_by_name, day: dayOf(one.until) })}
      {one.owner_name != null && <> · {t('known.owner', { who: one.owner_name })}</>}
    </p>
  ));
}
