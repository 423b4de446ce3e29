/** Planning: plans of posts and grids, and counties that work together along their line. */
import '../../styles/table.css';
import './planning.css';
import { useTongue } from '../../i18n/index.ts';
import { Sections, useSection } from '../../ui/Sections.tsx';
import { PlanDesk } from './PlanDesk.tsx';
import { Zones } from './Zones.tsx';

const SECTIONS = ['plans', 'zones'] as const;

export default function PlanningPage() {
  const { t } = useTongue();
  const [section, go] = useSection('/planning', SECTIONS);
  return (
    <div className="planning">
      <nav className="row" aria-label={t('desk.planning')}>
        <Sections all={SECTIONS} current={section} nameOf={(one) => t(`planning.section.${one}`)} onGo={go} />
      </nav>
      {section === 'plans' ? <PlanDesk /> : <Zones />}
    </div>
  );
}
