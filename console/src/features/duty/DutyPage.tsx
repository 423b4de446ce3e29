/** Duty: rosters of one's own organisations, who is on duty now, special duties. */
import '../../styles/table.css';
import './duty.css';
import { useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { Sections, useSection } from '../../ui/Sections.tsx';
import { DutyAlarms } from './DutyAlarms.tsx';
import { PatrolDesk } from '../patrol/PatrolDesk.tsx';
import { DutyNow } from './DutyNow.tsx';
import { RepeatCallers } from './RepeatCallers.tsx';
import { RosterDesk } from './RosterDesk.tsx';
import { SpecialDuties } from './SpecialDuties.tsx';

const SECTIONS = ['roster', 'now', 'special', 'patrol', 'callers'] as const;
const SEATS = 'seats';

/** Organisations whose crews are in sight; for a hall's commander its seats first. */
function usePlannable(): readonly string[] {
  const me = useMe();
  const crews = useList('crew');
  const organisations = useOrganisations();
  return useMemo(() => {
    const used = new Set(crews.map((one) => one.org_code));
    const codes = organisations.filter((one) => used.has(one.code)).map((one) => one.code);
    return [...(holds(me, 'commander') ? [SEATS] : []), ...codes];
  }, [crews, organisations, me]);
}

export default function DutyPage() {
  const { t, lang } = useTongue();
  const me = useMe();
  const [section, go] = useSection('/duty', SECTIONS);
  const plannable = usePlannable();
  const [wanted, setWanted] = useState<string | null>(null);
  const fallback = plannable.includes(me.org_code ?? '') ? me.org_code : plannable[0];
  const org = wanted ?? fallback ?? '';
  const isSeats = org === SEATS;
  const code = isSeats ? (me.org_code ?? '') : org;
  return (
    <div className="duty">
      <nav className="row" aria-label={t('desk.duty')}>
        <Sections all={SECTIONS} current={section} nameOf={(one) => t(`duty.section.${one}`)} onGo={go} />
        {section !== 'callers' && (
          <label className="row">
            <span className="label">{t('duty.org')}</span>
            <select className="field" value={org} onChange={(event) => setWanted(event.target.value)}>
              {plannable.map((one) => (
                <option key={one} value={one}>
                  {one === SEATS ? t('duty.seats') : orgName(one, lang)}
                </option>
              ))}
            </select>
          </label>
        )}
      </nav>
      <DutyAlarms orgCode={code} />
      {section === 'roster' && <RosterDesk key={org} kind={isSeats ? SEATS : 'crews'} orgCode={code} />}
      {section === 'now' && <DutyNow key={org} isSeats={isSeats} orgCode={code} />}
      {section === 'patrol' && <PatrolDesk key={org} orgCode={isSeats ? '' : code} />}
      {section === 'callers' && <RepeatCallers />}
      {section === 'special' && <SpecialDuties key={org} orgCode={isSeats ? '' : code} />}
    </div>
  );
}
