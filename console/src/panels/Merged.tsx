/** How an incident hangs together with others: what it was merged into, and what was merged into it. */
import { useMemo } from 'react';
import { Link } from 'wouter';
import { useList } from '../app/hall.ts';
import { useTongue } from '../i18n/index.ts';
import type { IncidentFields } from '../sync/kinds.ts';
import { duplicatesOf } from './merging.ts';
import './merge.css';

export interface MergedProps {
  readonly id: string;
  readonly incident: IncidentFields;
  /** Where an incident of the list leads; its file when left out. */
  readonly href?: (incidentId: string) => string;
}

const fileOf = (incidentId: string) => `/incidents/${incidentId}`;

export function Merged({ id, incident, href = fileOf }: MergedProps) {
  const { t } = useTongue();
  const incidents = useList('incident');
  const duplicates = useMemo(() => duplicatesOf(id, incidents), [id, incidents]);
  if (incident.merged_into === null && duplicates.length === 0) return null;
  return (
    <div className="hint duplicates">
      {incident.merged_into !== null && (
        <span>
          {t('merged.into')}{' '}
          <Link className="num" href={href(incident.merged_into)}>
            {incident.merged_into_number}
          </Link>
        </span>
      )}
      {duplicates.length > 0 && (
        <>
          <span>{t('merged.duplicates')}</span>
          {duplicates.map((one) => (
            <Link key={one.id} className="num" href={href(one.id)}>
              {one.number}
            </Link>
          ))}
        </>
      )}
    </div>
  );
}
