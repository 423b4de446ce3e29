/** Choosing a unit of one's own ground. */
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { groundOf } from '../../panels/whose.ts';

const KINDS: ReadonlySet<string> = new Set(['station', 'county', 'city', 'province']);

export interface UnitSelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
}

export function UnitSelect({ label, value, onChange }: UnitSelectProps) {
  const { t, pick } = useTongue();
  const me = useMe();
  const all = useOrganisations();
  const ground = groundOf(me, all);
  const offered = all.filter(
    (one) => one.retired_at == null && KINDS.has(one.kind) && (one.path === ground || one.path.startsWith(`${ground}/`)),
  );
  return (
    <label>
      <span className="label">{label}</span>
      <select className="field" required value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('callers.choose')}</option>
        {offered.map((one) => (
          <option key={one.code} value={one.code}>
            {pick(one.name_zh, one.name_en)}
          </option>
        ))}
      </select>
    </label>
  );
}
