/** What administrators run: accounts, organisations, classes, settings; what roles see, the city pack, who changed what. */
import '../../styles/table.css';
import './admin.css';
import { useLocation, useSearch } from 'wouter';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { Accounts } from './Accounts.tsx';
import { Classes } from './Classes.tsx';
import { Devices } from './Devices.tsx';
import { Forces } from './Forces.tsx';
import { History } from './History.tsx';
import { Organisations } from './Organisations.tsx';
import { Packs } from './Packs.tsx';
import { Roles } from './Roles.tsx';
import { Settings } from './Settings.tsx';

const SECTIONS = {
  accounts: Accounts,
  roles: Roles,
  organisations: Organisations,
  classes: Classes,
  forces: Forces,
  settings: Settings,
  packs: Packs,
  devices: Devices,
  history: History,
} as const;
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Section[];

export default function AdminPage() {
  const { t } = useTongue();
  const search = useSearch();
  const [, go] = useLocation();
  const wanted = new URLSearchParams(search).get('section');
  const section = NAMES.find((one) => one === wanted) ?? 'accounts';
  const Shown = SECTIONS[section];
  const show = (one: Section) => go(`/admin?section=${one}`);
  useKeys(Object.fromEntries(NAMES.map((one, index) => [String(index + 1), () => show(one)])));
  return (
    <div className="admin">
      <nav className="panel admin-nav" aria-label={t('desk.admin')}>
        {NAMES.map((one, index) => (
          <button key={one} type="button" aria-current={one === section ? 'page' : undefined} onClick={() => show(one)}>
            {t(`admin.section.${one}`)} <kbd>{index + 1}</kbd>
          </button>
        ))}
      </nav>
      <Shown />
    </div>
  );
}
