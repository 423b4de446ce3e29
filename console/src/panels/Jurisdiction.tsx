/** Whose an incident is and why; a station disputes it, the level above settles it. */
import { useState } from 'react';
import { useOne } from '../app/hall.ts';
import { useMe } from '../app/session.ts';
import { useAction } from '../app/useAction.ts';
import { useTongue } from '../i18n/index.ts';
import type { JurisdictionFields } from '../sync/kinds.ts';
import { useKeys } from '../ui/keys.ts';
import { minutesOf } from '../ui/time.ts';
import { Trouble } from '../ui/Trouble.tsx';
import { Age } from './marks.tsx';
import { orgName, useOrganisations } from './organisations.ts';
import { DisputeDialog, RulingDialog } from './JurisdictionDialogs.tsx';
import { useWhose } from './useWhose.ts';
import { mayOf, whoseUrgency } from './whose.ts';
import './whose.css';

export interface JurisdictionProps {
  readonly incidentId: string;
  /** Whether z and q work here: on a desk with keys. */
  readonly keys?: boolean;
}

/** What is still asked, or how it was answered. */
function Standing({ whose }: { whose: JurisdictionFields }) {
  const { t, lang } = useTongue();
  const { state } = whose;
  const isOpen = state === 'unclear' || state === 'disputed';
  const names = whose.others.map((code) => orgName(code, lang)).join(lang === 'zh' ? '、' : ', ');
  if (state === 'clear' || state === 'lapsed') return null;
  return (
    <p className={isOpen ? 'hint warn row wrap' : 'whose-said muted'} role={isOpen ? 'status' : undefined}>
      {state === 'unclear' && <strong>{t('whose.others', { names })}</strong>}
      {state === 'unclear' && <span>{t('whose.in_time', { name: orgName(whose.desk_code, lang) })}</span>}
      {state === 'disputed' && whose.claimed_code !== null && (
        <strong>{t('whose.claimed', { name: orgName(whose.claimed_code, lang) })}</strong>
      )}
      {whose.said !== null && <span>{t('whose.by', { name: whose.by_name ?? '', words: whose.said })}</span>}
      {state === 'disputed' && <span>{t('whose.settles', { name: orgName(whose.desk_code, lang) })}</span>}
      {isOpen && <Age since={whose.since} urgency={whoseUrgency} />}
    </p>
  );
}

export function Jurisdiction({ incidentId, keys = false }: JurisdictionProps) {
  const { t, term, lang, pick } = useTongue();
  const me = useMe();
  const organisations = useOrganisations();
  const whose = useWhose(incidentId);
  const incident = useOne('incident', incidentId);
  const action = useAction();
  const [dialog, setDialog] = useState<'dispute' | 'rule' | null>(null);
  const isOver = incident?.closed_at != null;
  const may = whose === null || isOver ? null : mayOf(whose, me, organisations);
  const confirm = () =>
    void action.run(async (send) => {
      await send({ path: '/api/triage/jurisdiction/{incident_id}/confirm', values: { incident_id: incidentId } });
    });
  useKeys(
    {
      ...(may?.rule === true && { z: () => setDialog('rule') }),
      ...(may?.dispute === true && { z: () => setDialog('dispute') }),
      ...(may?.confirm === true && { q: confirm }),
    },
    keys,
  );
  if (whose === null) {
    if (incident === undefined) return null;
    return <span className="muted">{incident.is_inspection_only ? t('whose.none') : orgName(incident.station_code, lang)}</span>;
  }
  const number = incident?.number ?? '';
  // A ruling stands on its own words: what spoke for the station before may speak against the one that has it now.
  const isRuled = whose.state === 'ruled';
  const reasons = isRuled ? [] : whose.reasons.map((one) => pick(one.zh, one.en));
  const near = whose.goes_first === null ? null : t('whose.nearest', { name: orgName(whose.goes_first, lang) });
  const minutes = whose.goes_first_s === null ? null : t('ranking.minutes', { n: minutesOf(whose.goes_first_s) });
  const why = [...reasons, near, near === null ? null : minutes].filter((one) => one !== null);
  return (
    <div className="whose">
      <p className="row wrap">
        <strong>{orgName(whose.station_code, lang)}</strong>
        <span className="muted">{term('whose.basis', isRuled ? 'ruled' : whose.basis)}</span>
        {whose.state !== 'clear' && !isRuled && (
          <span className={whose.state === 'unclear' || whose.state === 'disputed' ? 'tag warn' : 'tag'}>
            {term('whose.state', whose.state)}
          </span>
        )}
        {may?.confirm === true && (
          <button type="button" className="btn small no-print" disabled={action.state !== 'idle'} onClick={confirm}>
            {t(whose.state === 'disputed' ? 'whose.take_back' : 'whose.confirm')} {keys && <kbd>q</kbd>}
          </button>
        )}
        {may?.dispute === true && (
          <button type="button" className="btn small quiet no-print" onClick={() => setDialog('dispute')}>
            {t('whose.dispute')} {keys && <kbd>z</kbd>}
          </button>
        )}
        {may?.rule === true && (
          <button type="button" className="btn small no-print" onClick={() => setDialog('rule')}>
            {t('whose.rule')} {keys && <kbd>z</kbd>}
          </button>
        )}
      </p>
      {why.length > 0 && <p className="whose-why muted">{why.join(' · ')}</p>}
      <Standing whose={whose} />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {dialog === 'dispute' && (
        <DisputeDialog incidentId={incidentId} number={number} whose={whose} onClose={() => setDialog(null)} />
      )}
      {dialog === 'rule' && (
        <RulingDialog incidentId={incidentId} number={number} whose={whose} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}
