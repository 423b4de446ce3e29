/** Saying that an incident is not ours, and settling whose it is. */
import { useState } from 'react';
import { useMe } from '../app/session.ts';
import { useAction } from '../app/useAction.ts';
import { useTongue } from '../i18n/index.ts';
import type { JurisdictionFields } from '../sync/kinds.ts';
import { useOrganisations, type Organisation } from './organisations.ts';
import { ReasonDialog } from './ReasonDialog.tsx';
import { groundOf, stationsOf } from './whose.ts';

export interface WhoseDialogProps {
  readonly incidentId: string;
  readonly number: string;
  readonly whose: JurisdictionFields;
  readonly onClose: () => void;
}

interface StationSelectProps {
  readonly label: string;
  readonly none?: string;
  readonly stations: readonly Organisation[];
  readonly value: string;
  readonly onChange: (code: string) => void;
}

function StationSelect({ label, none, stations, value, onChange }: StationSelectProps) {
  const { pick } = useTongue();
  return (
    <label>
      <span className="label">{label}</span>
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {stations.map((one) => (
          <option key={one.code} value={one.code}>
            {pick(one.name_zh, one.name_en)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function DisputeDialog({ incidentId, number, whose, onClose }: WhoseDialogProps) {
  const { t } = useTongue();
  const action = useAction();
  const stations = stationsOf(whose, useOrganisations(), null).filter((one) => one.code !== whose.station_code);
  const [claimed, setClaimed] = useState(whose.others[0] ?? '');
  return (
    <ReasonDialog
      isOpen
      title={t('whose.dispute_title', { number })}
      label={t('whose.dispute_reason')}
      usual={[t('whose.usual.other_side'), t('whose.usual.wrong_place'), t('whose.usual.functional')]}
      ok={t('whose.dispute_ok')}
      trouble={action.trouble}
      onClose={onClose}
      onOk={(reason) =>
        action.run(async (send) => {
          const values = { incident_id: incidentId };
          const body = { reason, claimed_code: claimed === '' ? null : claimed };
          await send({ path: '/api/triage/jurisdiction/{incident_id}/dispute', values, body });
        })
      }
    >
      <StationSelect
        label={t('whose.claim')}
        none={t('whose.claim_none')}
        stations={stations}
        value={claimed}
        onChange={setClaimed}
      />
      <p className="hint whose-note">{t('whose.dispute_note')}</p>
    </ReasonDialog>
  );
}

export function RulingDialog({ incidentId, number, whose, onClose }: WhoseDialogProps) {
  const { t } = useTongue();
  const me = useMe();
  const action = useAction();
  const organisations = useOrganisations();
  const [station, setStation] = useState(whose.claimed_code ?? whose.station_code);
  return (
    <ReasonDialog
      isOpen
      title={t('whose.rule_title', { number })}
      label={t('whose.rule_reason')}
      usual={[t('whose.usual.map'), t('whose.usual.first'), t('whose.usual.main')]}
      ok={t('whose.rule_ok')}
      trouble={action.trouble}
      onClose={onClose}
      onOk={(reason) =>
        action.run(async (send) => {
          const values = { incident_id: incidentId };
          const body = { reason, station_code: station };
          await send({ path: '/api/triage/jurisdiction/{incident_id}/rule', values, body });
        })
      }
    >
      <StationSelect
        label={t('whose.rule_station')}
        stations={stationsOf(whose, organisations, groundOf(me, organisations))}
        value={station}
        onChange={setStation}
      />
    </ReasonDialog>
  );
}
