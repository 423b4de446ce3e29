/** Cooperation zones: those that hold, on the map; agreeing another, and ending one. */
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { holds } from '../../app/access.ts';
import { source, useList } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { named } from '../../map/centre.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { ZoneForm } from './ZoneForm.tsx';
import { cornersOf } from './planFeatures.ts';

const MapView = lazy(() => import('../../map/MapView.tsx'));
type Areas = Schema<'AreaCollection'>;

const at = (moment: string): string => `${dayOf(moment).slice(5)} ${clockOf(moment)}`;

/** Borders of the counties; null until they are there. */
function useCounties(): Areas | null {
  const [areas, setAreas] = useState<Areas | null>(null);
  useEffect(() => {
    let isGone = false;
    source.get('/api/places/areas', {}, { kind: 'county' }).then(
      (found) => isGone || setAreas(found),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return areas;
}

export function Zones() {
  const { t, lang, pick } = useTongue();
  const may = holds(useMe(), 'commander');
  const zones = useList('zone');
  useOrganisations();
  const areas = useCounties();
  const action = useAction();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [ended, setEnded] = useState<string | null>(null);
  const shape = useMemo((): GeoJSON.FeatureCollection => {
    const joined = new Set(zones.flatMap((one) => one.counties));
    const features = (areas?.features ?? []).flatMap((area): GeoJSON.Feature[] => {
      const { org_code: code, name_zh: zh, name_en: en } = area.properties;
      const isIn = joined.has(code) || chosen.includes(code);
      const geometry = area.geometry as unknown as GeoJSON.Geometry;
      const properties = { when: isIn ? 'zone' : 'today', chosen: chosen.includes(code), ...(isIn ? {} : { bare: true }) };
      return named(geometry, properties, pick(zh, en));
    });
    return { type: 'FeatureCollection', features };
  }, [areas, zones, chosen, pick]);
  const corners = useMemo(() => cornersOf(shape), [areas]); // oxlint-disable-line react/exhaustive-deps
  return (
    <div className="zones">
      <div className="planning-side">
        {may && (
          <section className="panel" aria-label={t('zones.new')}>
            <header>
              <h2>{t('zones.new')}</h2>
            </header>
            <ZoneForm chosen={chosen} onChoose={setChosen} />
          </section>
        )}
        <section className="panel" aria-label={t('zones.now')}>
          <header>
            <h2>{t('zones.now')}</h2>
          </header>
          <div className="body" tabIndex={0} role="region" aria-label={t('zones.now')}>
            {zones.length === 0 && <Empty title={t('zones.none')} what={t(may ? 'zones.none_what' : 'zones.commander_only')} />}
            {zones.map((one) => (
              <article key={one.id} className="zones-list">
                <header className="row">
                  <strong className="grow">{one.name_zh}</strong>
                  {may && (
                    <button type="button" className="btn small" onClick={() => setEnded(one.id)}>
                      {t('zones.end')}
                    </button>
                  )}
                </header>
                <p>{one.counties.map((code) => orgName(code, lang)).join(lang === 'zh' ? '、' : ', ')}</p>
                {one.reason !== null && <p>{one.reason}</p>}
                <p className="muted">
                  {t('zones.agreed', { who: one.agreed_by_name, at: at(one.agreed_at) })} ·{' '}
                  {one.until === null ? t('zones.no_end') : t('zones.until_at', { at: at(one.until) })}
                </p>
              </article>
            ))}
          </div>
        </section>
      </div>
      <section className="panel planning-map" aria-label={t('map.title')}>
        <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
          <MapView hall={false} plan={shape} fit={corners} />
        </Suspense>
      </section>
      <ReasonDialog
        isOpen={ended !== null}
        title={t('zones.end_title')}
        label={t('zones.reason')}
        usual={[t('zones.end_event'), t('zones.end_agreed')]}
        ok={t('zones.end')}
        trouble={action.trouble}
        onClose={() => setEnded(null)}
        onOk={(reason) =>
          action.run(async (send) => {
            await send({ path: '/api/dispatch/zones/{zone_id}/end', values: { zone_id: ended ?? '' }, body: { reason } });
          })
        }
      />
    </div>
  );
}
