/** What administrators run (accounts, tables, settings, triage data, who changed what), and the watch lists of commanders. */
import '../../styles/table.css';
import './admin.css';
import type { ComponentType } from 'react';
import { useLocation, useSearch } from 'wouter';
import { holds } from '../../app/access.ts';
import { useMe, type Role } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { Accounts } from './Accounts.tsx';
import { Classes } from './Classes.tsx';
import { Devices } from './Devices.tsx';
import { Doorplates } from './Doorplates.tsx';
import { Forces } from './Forces.tsx';
import { History } from './History.tsx';
import { Organisations } from './Organisations.tsx';
import { Packs } from './Packs.tsx';
import { PartnerDesks } from './PartnerDesks.tsx';
import { Roles } from './Roles.tsx';
import { Settings } from './Settings.tsx';
import { Sheets } from './sheets/Sheets.tsx';
import { WatchLists } from './watch/WatchLists.tsx';

interface Section {
  readonly page: ComponentType;
  readonly roles: readonly Role[];
}

const BY_ADMIN = ['admin'] as const;
const SECTIONS = {
  accounts: { page: Accounts, roles: BY_ADMIN },
  roles: { page: Roles, roles: BY_ADMIN },
  organisations: { page: Organisations, roles: BY_ADMIN },
  classes: { page: Classes, roles: BY_ADMIN },
  forces: { page: Forces, roles: BY_ADMIN },
  sheets: { page: Sheets, roles: BY_ADMIN },
  settings: { page: Settings, roles: BY_ADMIN },
  packs: { page: Packs, roles: BY_ADMIN },
  devices: { page: Devices, roles: BY_ADMIN },
  history: { page: History, roles: BY_ADMIN },
  doorplates: { page: Doorplates, roles: BY_ADMIN },
  partner_desks: { page: PartnerDesks, roles: BY_ADMIN },
  // Who is watched is no matter of administrators: they see no incidents.
  watch: { page: WatchLists, roles: ['commander', 'county_desk'] },
} as const satisfies Readonly<Record<string, Section>>;
type Name = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Name[];
/** The row of digits and the two keys after it: one for each section. */
const KEYS = '1234567890-=';

export default function AdminPage() {
  const { t } = useTongue();
  const me = useMe();
  const search = useSearch();
  const [, go] = useLocation();
  const mine = NAMES.filter((one) => holds(me, ...SECTIONS[one].roles));
  const wanted = new URLSearchParams(search).get('section');
  const section = mine.find((one) => one === wanted) ?? mine[0];
  const show = (one: Name) => go(`/admin?section=${one}`);
  useKeys(Object.fromEntries(mine.map((one, index) => [KEYS[index] ?? '', () => show(one)])));
  if (section === undefined) return null;
  const Shown = SECTIONS[section].page;
  return (
    <div className="admin">
      <nav className="panel admin-nav" aria-label={t('desk.admin')}>
        {mine.map((one, index) => (
          <button key={one} type="button" aria-current={one === section ? 'page' : undefined} onClick={() => show(one)}>
            {t(`admin.section.${one}`)} <kbd>{KEYS[index]}</kbd>
          </button>
        ))}
      </nav>
      <Shown />
    </div>
  );
}
