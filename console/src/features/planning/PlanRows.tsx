/** Post by post or grid by grid; a click shows one on the map. */
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Shown } from './planFeatures.ts';
import type { Row } from './usePlans.ts';
import { percent, secondsText } from './words.ts';

interface Props {
  readonly rows: Schema<'PlanRows'>;
  readonly shown: Shown;
  readonly chosen: string | null;
  readonly onChoose: (code: string | null) => void;
  readonly onShow: (side: Shown) => void;
}

export function PlanRows({ rows, shown, chosen, onChoose, onShow }: Props) {
  const { t } = useTongue();
  const sides = shown === 'both' ? (['today', 'proposal'] as const) : [shown];
  return (
    <div className="planning-rows" tabIndex={0} role="region" aria-label={t('planning.rows')}>
      {sides.map((side) => (
        <Side
          key={side}
          title={t(`planning.${side}`)}
          rows={rows[side]}
          chosen={chosen}
          onChoose={(code) => {
            onChoose(code === chosen ? null : code);
            if (shown !== 'both') onShow(side);
          }}
        />
      ))}
    </div>
  );
}

function Side(props: { title: string; rows: readonly Row[]; chosen: string | null; onChoose: (code: string) => void }) {
  const { t, pick } = useTongue();
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{props.title}</th>
          <th>{t('planning.name')}</th>
          <th className="num">{t('planning.load')}</th>
          <th className="num">{t('planning.row_within')}</th>
          <th className="num">{t('planning.row_mean')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.code} className={row.code === props.chosen ? 'chosen' : undefined}>
            <td className="at">
              <button type="button" className="link" onClick={() => props.onChoose(row.code)}>
                {row.code}
              </button>
            </td>
            <td>{pick(row.name_zh, row.name_en)}</td>
            <td className="num">{percent(row.load)}</td>
            <td className="num">{percent(row.within)}</td>
            <td className="num">{secondsText(row.mean_s)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
