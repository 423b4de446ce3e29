/** The map in a page. What moves is read from the store by `HallMap`; only the page's own marks come as props. */
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useCity } from '../app/city.ts';
import { store } from '../app/hall.ts';
import { usePrefs } from '../app/prefs.ts';
import { useTongue } from '../i18n/index.ts';
import { followPositionAges } from '../panels/positionAges.ts';
import type { LonLat } from './datum.ts';
import type { MapMark } from './features.ts';
import { HallMap } from './hallMap.ts';
import { ownArea } from './ownArea.ts';
import { useLayers } from './layers.ts';
import type { MapEvents } from './mapOptions.ts';
import type { ZoomEnds } from './mapZoom.ts';

export interface MapViewProps extends MapEvents {
  /** Whether crews and incidents of the hall are drawn. */
  readonly hall: boolean;
  readonly marks?: readonly MapMark[];
  readonly accuracy?: { readonly at: LonLat; readonly radiusM: number } | null;
  readonly chosen?: string | null;
  /** Brought into view whenever it becomes another. */
  readonly focus?: LonLat | null;
  /** Brought into view together whenever they become others. */
  readonly fit?: readonly LonLat[];
  readonly zoom?: number;
  /** Opens on the viewer's own area: where open incidents and crews are. */
  readonly framed?: boolean;
  readonly crosshair?: boolean;
  /** Routes of crews and areas by minutes, as the page computed them. */
  readonly routes?: GeoJSON.FeatureCollection | null;
  readonly reach?: GeoJSON.FeatureCollection | null;
  /** The same of all grids' posts together. */
  readonly posts?: GeoJSON.FeatureCollection | null;
  /** Grids with the share of their demand that a free crew reaches in time. */
  readonly coverage?: GeoJSON.FeatureCollection | null;
  /** Posts and grids of a plan, or zones; and the grids with who is on duty in them. */
  readonly plan?: GeoJSON.FeatureCollection | null;
  readonly owners?: GeoJSON.FeatureCollection | null;
  /** Points that are to be visited, with the ways between them. */
  readonly patrols?: GeoJSON.FeatureCollection | null;
  /** Where the chosen crew was. */
  readonly trail?: GeoJSON.FeatureCollection | null;
  /** What stands in the map's corner: the layers' switch, tools. */
  readonly children?: ReactNode;
}

const FRAME_AGAIN_MS = 2_500;
const NO_MARKS: readonly MapMark[] = [];

export default function MapView(props: MapViewProps) {
  const { hall, marks = NO_MARKS, accuracy = null, chosen = null, focus = null, fit, zoom = 13, routes = null, reach = null, posts = null, trail = null, coverage = null, plan = null, owners = null, patrols = null } = props;
  const { t, lang, pick: choose } = useTongue();
  const { theme } = usePrefs();
  const layers = useLayers();
  const city = useCity();
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<HallMap | null>(null);
  const [isBroken, setBroken] = useState(false);
  const [ends, setEnds] = useState<ZoomEnds>();
  useEffect(() => (hall ? followPositionAges(() => undefined) : undefined), [hall]);
  const events = useRef<MapEvents>({});
  useEffect(() => {
    events.current = props;
  });

  useEffect(() => {
    if (city === null || box.current === null) return undefined;
    try {
      map.current = new HallMap({
        box: box.current,
        bounds: city.bounds,
        center: city.center,
        zoom,
        theme,
        lang,
        title: t('map.title'),
        store: hall ? store : null,
      });
    } catch {
      setBroken(true);
      return undefined;
    }
    map.current.zoom.listen(setEnds);
    map.current.events = {
      ...(events.current.pick && { pick: (at: LonLat) => events.current.pick?.(at) }),
      ...(events.current.incident && { incident: (id: string) => events.current.incident?.(id) }),
      ...(events.current.crew && { crew: (id: string) => events.current.crew?.(id) }),
      ...(events.current.mark && { mark: (id: string) => events.current.mark?.(id) }),
    };
    return () => {
      map.current?.remove();
      map.current = null;
    };
    // Theme and language are put on below; a map is made once for a city.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [city, hall]);

  useEffect(() => map.current?.dress(theme, lang), [theme, lang, city]);
  useEffect(() => map.current?.setMarks(marks), [marks, city]);
  useEffect(() => map.current?.choose(chosen), [chosen, city]);
  // Whether patrols are drawn the page decides, by giving some.
  useEffect(() => map.current?.setLayers({ ...layers, patrols: true }), [layers, city]);
  useEffect(() => map.current?.setRoutes(routes), [routes, city]);
  useEffect(() => map.current?.setShape('reach', reach), [reach, city]);
  useEffect(() => map.current?.setShape('posts', posts), [posts, city]);
  useEffect(() => map.current?.setShape('coverage', coverage), [coverage, city]);
  useEffect(() => map.current?.setShape('patrols', patrols), [patrols, city]);
  useEffect(() => map.current?.setShape('trail', trail), [trail, city]);
  useEffect(() => map.current?.setShape('plan', plan), [plan, city]);
  useEffect(() => map.current?.setShape('owners', owners), [owners, city]);
  useEffect(() => map.current?.setAccuracy(accuracy), [accuracy, city]);
  useEffect(() => {
    if (city === null || props.framed !== true) return undefined;
    map.current?.frame(city.bounds);
    const frame = () => {
      const area = ownArea(store);
      if (area !== null) map.current?.frame(area);
    };
    frame();
    // Positions come a moment after the first picture.
    const timer = setTimeout(frame, FRAME_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [city, props.framed]);
  const { lon: focusLon, lat: focusLat } = focus ?? {};
  useEffect(() => {
    if (focusLon !== undefined && focusLat !== undefined) map.current?.show({ lon: focusLon, lat: focusLat });
  }, [focusLon, focusLat, city]);
  useEffect(() => {
    if (fit !== undefined) map.current?.showAll(fit);
  }, [fit, city]);

  return (
    <div className={props.crosshair ? 'map crosshair' : 'map'}>
      <div className="map-box" ref={box} />
      {isBroken && <p className="map-broken hint warn">{t('map.broken')}</p>}
      <div className="map-zoom">
        <button type="button" className="btn" aria-label={t('map.zoom_in')} disabled={ends?.isNearest} onClick={() => map.current?.zoom.by(1)}>
          +
        </button>
        <button type="button" className="btn" aria-label={t('map.zoom_out')} disabled={ends?.isFurthest} onClick={() => map.current?.zoom.by(-1)}>
          −
        </button>
      </div>
      {props.children}
      {city !== null && <p className="map-credit">{choose(city.attribution_zh, city.attribution_en)}</p>}
    </div>
  );
}
