/** What is to be planned. */
import { useState, type ReactNode } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Request } from './usePlans.ts';

const KINDS = ['posts', 'grids'] as const;
const AIMS = ['mean', 'covered'] as const;
const DEMANDS = ['mixed', 'incidents', 'addresses'] as const;

/** An empty field leaves it to the hall. */
const numberOf = (text: string): number | null => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text));

function Labelled({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <label className={wide === true ? 'wide' : undefined}>
      <span className="label">{label}</span>
      {children}
    </label>
  );
}

export function PlanForm({ onAsked }: { onAsked: (id: string) => void }) {
  const { t, pick } = useTongue();
  const action = useAction();
  const counties = useOrganisations().filter((one) => one.kind === 'county');
  const [kind, setKind] = useState<Request['kind']>('posts');
  const [county, setCounty] = useState('');
  const [aim, setAim] = useState<(typeof AIMS)[number]>('mean');
  const [demand, setDemand] = useState<(typeof DEMANDS)[number]>('mixed');
  const [isPlayed, setPlayed] = useState(false);
  const [typed, setTyped] = useState({ count: '', within: '5', balance: '3', days: '90', seconds: '60', perDay: '200', scene: '20' });
  const input = (name: keyof typeof typed, rest: { min: number; max: number; step?: number; placeholder?: string }) => (
    <input
      className="field num"
      type="number"
      {...rest}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  // Where it stands keeps the wide fields wide.
  const seconds = <Labelled label={t('planning.seconds')}>{input('seconds', { min: 1, max: 3600 })}</Labelled>;

  function ask(): void {
    const body: Request = {
      kind,
      county: county === '' ? null : county,
      count: numberOf(typed.count),
      objective: aim,
      balance: numberOf(typed.balance) ?? 3,
      within_s: (numberOf(typed.within) ?? 5) * 60,
      seconds: numberOf(typed.seconds) ?? 60,
      demand,
      days: numberOf(typed.days) ?? 90,
      played: isPlayed ? numberOf(typed.perDay) : null,
      scene_min: numberOf(typed.scene) ?? 20,
    };
    void action.run(async (send) => {
      const { plan_id: id } = await send({ path: '/api/planning/plans', body });
      onAsked(id);
    });
  }

  return (
    <form
      className="planning-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className="row planning-kinds" role="group" aria-label={t('planning.what')}>
        {KINDS.map((one) => (
          <button key={one} type="button" className="btn small" aria-pressed={one === kind} onClick={() => setKind(one)}>
            {t(`planning.kind.${one}`)}
          </button>
        ))}
      </div>
      <Labelled label={t('planning.where')}>
        <select className="field" value={county} onChange={(event) => setCounty(event.target.value)}>
          <option value="">{t('planning.whole_city')}</option>
          {counties.map((one) => (
            <option key={one.code} value={one.code}>
              {pick(one.name_zh, one.name_en)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label={t('planning.count')}>{input('count', { min: 1, max: 2000, placeholder: t('planning.as_today') })}</Labelled>
      {kind === 'posts' ? (
        <Labelled wide label={t('planning.objective')}>
          <select className="field" value={aim} onChange={(event) => setAim(event.target.value as typeof aim)}>
            {AIMS.map((one) => (
              <option key={one} value={one}>
                {t(`planning.objective.${one}`, { n: typed.within })}
              </option>
            ))}
          </select>
        </Labelled>
      ) : (
        <Labelled label={t('planning.balance')}>{input('balance', { min: 0, max: 1000, step: 0.5 })}</Labelled>
      )}
      <Labelled label={t('planning.within')}>{input('within', { min: 0.5, max: 120, step: 0.5 })}</Labelled>
      {kind === 'posts' && seconds}
      <Labelled wide={demand === 'addresses'} label={t('planning.demand')}>
        <select className="field" value={demand} onChange={(event) => setDemand(event.target.value as typeof demand)}>
          {DEMANDS.map((one) => (
            <option key={one} value={one}>
              {t(`planning.demand.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      {demand !== 'addresses' && <Labelled label={t('planning.days')}>{input('days', { min: 1, max: 3650 })}</Labelled>}
      {kind === 'grids' && seconds}
      <label className="planning-play">
        <input type="checkbox" checked={isPlayed} onChange={(event) => setPlayed(event.target.checked)} /> {t('planning.play')}
      </label>
      {isPlayed && (
        <>
          <Labelled label={t('planning.per_day')}>{input('perDay', { min: 1, max: 20_000 })}</Labelled>
          <Labelled label={t('planning.scene')}>{input('scene', { min: 0, max: 600 })}</Labelled>
        </>
      )}
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn primary" disabled={action.state !== 'idle'}>
        {t('planning.ask')}
      </button>
    </form>
  );
}
