/** Choosing a partner's desk: what the words of the report ask for first, then the nearest area. */
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { PartnerDesk } from '../../sync/kinds.ts';
import { minutesOf } from '../../ui/time.ts';

export interface Desks {
  readonly list: readonly PartnerDesk[];
  readonly trouble: Sentence | null;
}

/** What an order is about: an incident, or a contact of which none was opened. */
export type Matter = { readonly incident_id: string } | { readonly contact_id: string };

/** Desks that serve the place of a matter, asked for once they are wanted. */
export function useDesks(matter: Matter | null, isWanted: boolean): Desks {
  const [desks, setDesks] = useState<Desks>({ list: [], trouble: null });
  const incidentId = matter !== null && 'incident_id' in matter ? matter.incident_id : null;
  const contactId = matter !== null && 'contact_id' in matter ? matter.contact_id : null;
  useEffect(() => {
    if (!isWanted || (incidentId === null && contactId === null)) return undefined;
    let isGone = false;
    const about = { incident_id: incidentId ?? undefined, contact_id: contactId ?? undefined };
    source.get('/api/liaison/desks', {}, about).then(
      (list) => isGone || setDesks({ list, trouble: null }),
      (error: unknown) => isGone || setDesks({ list: [], trouble: sentenceOf(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [incidentId, contactId, isWanted]);
  return desks;
}

export interface DeskSelectProps {
  readonly desks: readonly PartnerDesk[];
  readonly value: string;
  readonly onChange: (code: string) => void;
}

export function DeskSelect({ desks, value, onChange }: DeskSelectProps) {
  const { t, pick } = useTongue();
  return (
    <label>
      <span className="label">{t('liaison.desk')}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('liaison.choose')}</option>
        {desks.map((one) => (
          <option key={one.org_code} value={one.org_code}>
            {one.is_suggested ? '★ ' : ''}
            {pick(one.name_zh, one.name_en)} · {t('liaison.within', { n: minutesOf(one.accept_s) })}
            {one.is_open ? '' : ` · ${t('liaison.closed')}`}
          </option>
        ))}
      </select>
    </label>
  );
}
