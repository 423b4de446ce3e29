/** Today's figures beside the proposal's, what was played, how good it is proven to be, and what was left out. */
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Plan } from './usePlans.ts';
import { percent, secondsText, withinMinutes } from './words.ts';

type Figures = Schema<'PlanFigures'>;
type Arrivals = Schema<'Arrivals'>;
type Line = readonly [name: string, today: string, proposal: string, change: string, isBetter: boolean | null];

/** The difference with its sign; nothing where there is none to be seen. */
function moved(a: number, b: number, digits: number, unit = ''): string {
  const text = Math.abs(b - a).toFixed(digits);
  return Number(text) === 0 ? '' : `${b > a ? '+' : '−'}${text}${unit}`;
}
const points = (a: number, b: number): string => moved(a * 100, b * 100, 1, '%');
const span = (a: number | null, b: number | null): string =>
  a === null || b === null ? '' : moved(a, b, 0, ' s');
const ratio = (one: number | null): string => (one === null ? '—' : one.toFixed(2));

export function PlanFigures({ plan, figures }: { plan: Plan; figures: Figures }) {
  const { t, pick } = useTongue();
  const n = withinMinutes(plan);
  const { today, proposal } = figures;
  const less = (of: (one: Arrivals) => number | null): boolean | null => {
    const [a, b] = [today === null ? null : of(today), of(proposal)];
    return a === null || b === null || a === b ? null : b < a;
  };
  const of = <T,>(one: Arrivals | null, say: (held: Arrivals) => T): T | '—' => (one === null ? '—' : say(one));
  const lines: readonly Line[] = [
    [t(figures.grids == null ? 'planning.crews' : 'planning.crews_grids'), today === null ? '—' : String(figures.today_crews), String(figures.posts ?? figures.grids ?? ''), '', null],
    [t('planning.fig.within', { n }), of(today, (one) => percent(one.within)), percent(proposal.within),
      today === null ? '' : points(today.within, proposal.within), negate(less((one) => one.within))],
    [t('planning.fig.mean'), of(today, (one) => secondsText(one.mean_s)), secondsText(proposal.mean_s),
      span(today?.mean_s ?? null, proposal.mean_s), less((one) => one.mean_s)],
    [t('planning.fig.p90'), of(today, (one) => secondsText(one.p90_s)), secondsText(proposal.p90_s),
      span(today?.p90_s ?? null, proposal.p90_s), less((one) => one.p90_s)],
    [t('planning.fig.heaviest'), of(today, (one) => ratio(one.heaviest)), ratio(proposal.heaviest),
      moved(today?.heaviest ?? proposal.heaviest ?? 0, proposal.heaviest ?? 0, 2), less((one) => one.heaviest)],
    [t('planning.fig.unreached'), of(today, (one) => percent(one.unreached)), percent(proposal.unreached),
      today === null ? '' : points(today.unreached, proposal.unreached), less((one) => one.unreached)],
    ...playedLines(figures, t, n),
  ];
  return (
    <div className="planning-figures" tabIndex={0} role="region" aria-label={t('planning.figure')}>
      <table className="table">
        <thead>
          <tr>
            <th>{t('planning.figure')}</th>
            <th className="num">{t('planning.today')}</th>
            <th className="num">{t('planning.proposal')}</th>
            <th className="num">{t('planning.change')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, before, after, change, isBetter]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">{before}</td>
              <td className="num">{after}</td>
              <td className={`num ${isBetter === null ? '' : isBetter ? 'planning-better' : 'planning-worse'}`}>
                {isBetter === null || change === '' ? change : `${isBetter ? '✓' : '✗'} ${change}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="planning-told">
        {figures.played != null && <p>{t('planning.interval')}</p>}
        <p>{proofOf(plan, figures, t)}</p>
        {figures.connected != null && (
          <p>
            {t(figures.connected ? 'planning.is_connected' : 'planning.not_connected')}
            {figures.today_connected != null && figures.today !== null && (
              <> · {t('planning.connected_today', { n: figures.today_connected[0] ?? 0, of: figures.today_connected[1] ?? 0 })}</>
            )}
          </p>
        )}
        <p>{t('planning.demand_is', { what: pick(figures.demand_zh, figures.demand) })}</p>
        {figures.today === null && <p>{t('planning.no_today')}</p>}
        {figures.problems.length > 0 && (
          <details>
            <summary className="planning-warn">{t('planning.problems', { n: figures.problems.length })}</summary>
            <ul>
              {figures.problems.map((one) => (
                <li key={one.en}>{pick(one.zh, one.en)}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  );
}

function negate(one: boolean | null): boolean | null {
  return one === null ? null : !one;
}

function playedLines({ played }: Figures, t: ReturnType<typeof useTongue>['t'], n: number): readonly Line[] {
  const proposal = played?.['proposal'];
  if (proposal === undefined) return [];
  const today = played?.['today'];
  const interval = (pair: readonly number[] | undefined, say: (one: number) => string) =>
    pair === undefined ? '—' : `${say(pair[0] ?? 0)} ± ${say(pair[1] ?? 0)}`;
  const more = proposal.within_more;
  const gain = more?.[0] ?? 0;
  const isSure = more != null && Math.abs(gain) > (more[1] ?? 0);
  const seconds = (one: number) => `${Math.round(one)} s`;
  return [
    [t('planning.fig.played_within', { n }), interval(today?.within, percent), interval(proposal.within, percent),
      more == null ? '' : `${gain >= 0 ? '+' : '−'}${Math.abs(gain * 100).toFixed(1)} ± ${((more[1] ?? 0) * 100).toFixed(1)}`,
      isSure ? gain > 0 : null],
    [t('planning.fig.played_mean'), interval(today?.mean_s, seconds), interval(proposal.mean_s, seconds), '', null],
    [t('planning.fig.played_busy'), interval(today?.busy, percent), interval(proposal.busy, percent), '', null],
  ];
}

function proofOf(plan: Plan, figures: Figures, t: ReturnType<typeof useTongue>['t']): string {
  const { objective: value, bound } = figures;
  if (bound == null) return t('planning.proof_grids', { bound: Math.round(figures.mean_s_bound ?? 0) });
  const gap = (of: number, best: number) => percent(best === 0 ? 0 : Math.abs(of - best) / Math.abs(best));
  if (plan.request.objective === 'covered')
    return t('planning.proof_cover', { value: percent(value), bound: percent(bound), gap: gap(value, bound) });
  return t('planning.proof_mean', { value: value.toFixed(1), bound: bound.toFixed(1), gap: gap(value, bound) });
}
