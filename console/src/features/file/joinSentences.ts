/** A report that was joined to the incident, and one that was taken back: whole sentences of their own. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { text, type Data } from './dossier.ts';

/** The sentence's name, or null when the report moved on in another way. */
export function joinKey(name: string, data: Data): string | null {
  if (name !== 'intake.contact.advanced') return null;
  const signal = text(data, 'signal');
  return signal === 'link' ? 'intake.contact.joined' : signal === 'unlink' ? 'intake.contact.unjoined' : null;
}

export function joinValues(data: Data, { t }: Tongue): Record<string, string> {
  const said = text(data, 'said');
  return {
    // Facts of before name no number.
    number: text(data, 'contact_number') ?? t('join.a_report'),
    name: text(data, 'taken_by_name') ?? '',
    rest: said === null ? '' : ` — ${said}`,
  };
}
