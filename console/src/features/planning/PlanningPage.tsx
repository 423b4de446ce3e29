/** Planning: plans of posts and grids, and counties that work together along their line. */
import '../../styles/table.css';
import './planning.css';
import { useLocation, useSearch } from 'wouter';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { PlanDesk } from './PlanDesk.tsx';
import { Zones } from './Zones.tsx';

const SECTIONS = ['plans', 'zones'] as const;

export default function PlanningPage() {
  const { t } = useTongue();
  const search = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const section = SECTIONS.find((one) => one === search.get('section')) ?? 'plans';
  useKeys(Object.fromEntries(SECTIONS.map((one, index) => [String(index + 1), () => go(`/planning?section=${one}`)])));
  return (
    <div className="planning">
      <nav className="row" aria-label={t('desk.planning')}>
        {SECTIONS.map((one, index) => (
          <button
            key={one}
            type="button"
            className="btn"
            aria-current={one === section ? 'page' : undefined}
            onClick={() => go(`/planning?section=${one}`)}
          >
            {t(`planning.section.${one}`)} <kbd>{index + 1}</kbd>
          </button>
        ))}
      </nav>
      {section === 'plans' ? <PlanDesk /> : <Zones />}
    </div>
  );
}
