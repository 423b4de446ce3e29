/** The areas side by side: incidents by the county that owns them, response by the county of the crew. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { ageText } from '../../ui/time.ts';
import type { BoardRow, CrewRow } from '../board/rows.ts';
import type { Figures } from './useWall.ts';

export interface AreasProps {
  readonly figures: Figures | null;
  readonly open: readonly BoardRow[];
  readonly crews: readonly CrewRow[];
  readonly onOpen: (title: string, rows: readonly BoardRow[]) => void;
}

export function Areas({ figures, open, crews, onOpen }: AreasProps) {
  const { t, lang } = useTongue();
  const organisations = useOrganisations();
  const countyOf = useMemo(() => {
    const counties = new Set(organisations.filter((one) => one.kind === 'county').map((one) => one.code));
    return new Map(organisations.map((one) => [one.code, one.path.split('/').find((code) => counties.has(code))] as const));
  }, [organisations]);
  const codes = useMemo(() => {
    const seen = new Set<string>();
    for (const one of figures?.incidents ?? []) if (one.county_code !== null) seen.add(one.county_code);
    for (const { crew } of crews) {
      const county = countyOf.get(crew.org_code);
      if (county !== undefined) seen.add(county);
    }
    return [...seen].sort();
  }, [figures, crews, countyOf]);
  const seconds = (n: number | null | undefined) => (n == null ? t('wall.none') : ageText(n * 1000));

  return (
    <div className="wall-areas">
      <table className="table">
        <thead>
          <tr>
            <th>{t('wall.area')}</th>
            <th className="num">{t('wall.col.open')}</th>
            <th className="num">{t('wall.col.today')}</th>
            <th className="num">{t('wall.crew.free')}</th>
            <th className="num">{t('wall.col.accept')}</th>
            <th className="num">{t('wall.col.arrive')}</th>
          </tr>
        </thead>
        <tbody>
          {codes.map((code) => {
            const rows = open.filter((row) => row.incident.county_code === code);
            const incidents = figures?.incidents.find((one) => one.county_code === code);
            const response = figures?.responses.find((one) => one.county_code === code);
            const free = crews.filter((row) => row.group === 'free' && countyOf.get(row.crew.org_code) === code).length;
            return (
              <tr key={code}>
                <td>
                  <button type="button" className="link" onClick={() => onOpen(orgName(code, lang), rows)}>
                    {orgName(code, lang)}
                  </button>
                </td>
                <td className="num">{rows.length}</td>
                <td className="num">{incidents?.opened ?? 0}</td>
                <td className="num">{free}</td>
                <td className="num">{seconds(response?.accept_median_s)}</td>
                <td className="num">{seconds(response?.arrive_median_s)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
