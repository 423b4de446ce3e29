/** Drawing a plan: points are set and the route is drawn by clicking; the way by road comes from the hall. */
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { LonLat } from '../../map/datum.ts';
import { distanceText } from '../../ui/time.ts';
import { shapesOf, type Line } from './shapes.ts';
import { wayBody, type PlanDraft } from './planDraft.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));
const AFTER_MS = 350;
export type PlanTool = 'point' | 'route';

/** The way as the roads say, a moment after the last click. */
function useWay(draft: PlanDraft): Schema<'Way'> | null {
  const [way, setWay] = useState<Schema<'Way'> | null>(null);
  const asked = JSON.stringify({ kind: draft.kind, at: draft.points.map(({ lon, lat }) => [lon, lat]), by: draft.corners });
  const newest = useRef(draft);
  useEffect(() => {
    newest.current = draft;
  });
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(() => {
      source
        .post({ path: '/api/field/patrol-way', body: wayBody(newest.current) })
        .then((found) => {
          if (!isOld) setWay(found);
        })
        .catch(() => {
          if (!isOld) setWay(null);
        });
    }, AFTER_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return way;
}

export interface PlanMapProps {
  readonly draft: PlanDraft;
  readonly tool: PlanTool;
  readonly onTool: (tool: PlanTool) => void;
  readonly onPick: (at: LonLat) => void;
  readonly onClear: () => void;
}

export function PlanMap({ draft, tool, onTool, onPick, onClear }: PlanMapProps) {
  const { t } = useTongue();
  const way = useWay(draft);
  const shapes = useMemo(() => {
    const places = draft.points.map(({ lon, lat, title }, index) => ({ lon, lat, label: `${index + 1} ${title}`, state: 'open' as const }));
    const line: Line = (way?.line as unknown as Line | undefined) ?? [];
    return shapesOf(places, [line]);
  }, [draft.points, way]);
  const marks = useMemo(
    () => draft.corners.map((one, index) => ({ id: `corner-${index}`, icon: 'post', label: String(index + 1), ...one })),
    [draft.corners],
  );
  // The place it opens on: where the plan lies, and not again with every click.
  const [opened] = useState<readonly LonLat[] | undefined>(() => {
    const places = [...draft.points, ...draft.corners];
    return places.length === 0 ? undefined : places;
  });
  return (
    <section className="patrol-map" aria-label={t('map.title')}>
      <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
        <MapView hall framed={opened === undefined} crosshair patrols={shapes} marks={marks} pick={onPick} {...(opened !== undefined && { fit: opened })}>
          <div className="patrol-tools" role="radiogroup" aria-label={t('patrol.points')}>
            <div className="row">
              {(['point', 'route'] as const).map((one) => (
                <button key={one} type="button" role="radio" className="btn small" aria-checked={tool === one} onClick={() => onTool(one)}>
                  {t(`patrol.tool.${one}`)}
                </button>
              ))}
              {draft.corners.length > 0 && (
                <button type="button" className="btn small quiet" onClick={onClear}>
                  {t('patrol.route_clear')}
                </button>
              )}
            </div>
            <p className="muted">{t(tool === 'point' ? 'patrol.tool_point_what' : 'patrol.tool_route_what')}</p>
            {way !== null && way.line.length > 1 && (
              <p className="num">
                {t('patrol.length', { length: distanceText(way.length_m) })}
                {draft.corners.length > 0 && ` · ${t('patrol.route_n', { n: draft.corners.length })}`}
                {way.is_estimated && ` · ${t('patrol.estimated')}`}
              </p>
            )}
          </div>
        </MapView>
      </Suspense>
    </section>
  );
}
