/** Choosing an organisation one administers, as the tree it stands in. */
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations, type Organisation } from '../../panels/organisations.ts';

const INDENT = '\u3000';

/** Organisations below what a person administers; a hall's and an inspection office's administrator: its parent's. */
export function useOwnOrganisations(): readonly Organisation[] {
  const me = useMe();
  const all = useOrganisations();
  const own = all.find((one) => one.code === me.org_code);
  const root = own?.kind === 'hall' || own?.kind === 'inspection' ? me.org_path.replace(/\/[^/]*$/, '') : me.org_path;
  return all.filter((one) => one.path === root || one.path.startsWith(`${root}/`));
}

export interface OrgSelectProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly fits?: (org: Organisation) => boolean;
}

export function OrgSelect({ label, value, onChange, fits = () => true }: OrgSelectProps) {
  const { pick, t } = useTongue();
  const own = useOwnOrganisations();
  const least = Math.min(...own.map((one) => one.path.split('/').length));
  const offered = own.filter((one) => (one.retired_at == null && fits(one)) || one.code === value);
  return (
    <label>
      <span className="label">{label}</span>
      <select className="field" required value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('admin.choose')}</option>
        {offered.map((one) => (
          <option key={one.code} value={one.code}>
            {INDENT.repeat(one.path.split('/').length - least)}
            {pick(one.name_zh, one.name_en)}
          </option>
        ))}
      </select>
    </label>
  );
}
