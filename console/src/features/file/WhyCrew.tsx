/** Why not crew B: what a past decision says of any crew, also of one that is not in its list. */
import { Select } from 'antd';
import { useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { minutesOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

type Why = Schema<'Why'>;
const signed = (seconds: number) => `${seconds > 0 ? '+' : ''}${Math.round(seconds)}`;

export function WhyCrew({ incidentId, decision }: { incidentId: string; decision: string }) {
  const { t } = useTongue();
  const crews = useList('crew');
  const [why, setWhy] = useState<Why | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);

  async function ask(crewId: string): Promise<void> {
    setTrouble(null);
    try {
      const values = { incident_id: incidentId, event_id: decision, crew_id: crewId };
      setWhy(await source.get('/api/dispatch/incidents/{incident_id}/decisions/{event_id}/crews/{crew_id}', values));
    } catch (error) {
      setWhy(null);
      setTrouble(sentenceOf(error));
    }
  }
  if (crews.length === 0) return null;
  return (
    <div className="why-crew">
      <Select
        aria-label={t('why.ask')}
        placeholder={t('why.ask')}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%' }}
        options={crews.map((one) => ({ value: one.id, label: one.call_sign }))}
        onChange={(crewId: string) => void ask(crewId)}
      />
      <Trouble sentence={trouble} />
      {why !== null && <Answer why={why} />}
    </div>
  );
}

function Answer({ why }: { why: Why }) {
  const { t, term } = useTongue();
  const other = useList('incident').find((one) => one.id === why.goes_to);
  const parts = why.parts.map(
    (part) => `${part.reason == null ? t('why.load') : term('reason', part.reason)} ${signed(part.seconds)}`,
  );
  return (
    <div className="hint" role="status">
      {why.place != null && why.eta_s != null && why.cost_s != null && (
        <p>
          {t('why.place', { name: why.call_sign, n: why.place, minutes: minutesOf(why.eta_s), cost: Math.round(why.cost_s) })}
          {why.first != null && why.place > 1 && ` · ${t('why.first', { name: why.first.call_sign, cost: Math.round(why.first.cost_s) })}`}
        </p>
      )}
      {parts.length > 0 && <p className="num">{t('why.parts', { parts: parts.join(' · ') })}</p>}
      {why.is_surge && (
        <p>
          {t('why.surge')}
          {other !== undefined && ` ${t('why.goes_to', { name: why.call_sign, number: other.number })}`}
        </p>
      )}
      {why.exclusion != null && <p>{t('why.excluded', { name: why.call_sign, why: term('excluded', why.exclusion) })}</p>}
      {!why.was_asked && <p>{t('why.not_asked', { name: why.call_sign })}</p>}
      {why.is_reconstructed && <p className="muted">{t('why.reconstructed')}</p>}
    </div>
  );
}
