/** The style of the map: the pack's layers (see `places/pack/tiles.py`) and what is laid over them. No remote part. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { Theme } from '../app/prefs.ts';
import type { Language } from '../i18n/index.ts';
import { FONT } from './font.ts';
import { EMPTY, OVERLAYS, overlayLayers } from './overlayLayers.ts';
import { paletteOf, type MapPalette } from './palette.ts';

const MAIN_ROADS = ['motorway', 'trunk', 'primary'];
const WIDTHS: readonly (readonly [string, number])[] = [
  ['motorway', 7],
  ['trunk', 7],
  ['primary', 6],
  ['secondary', 5],
  ['tertiary', 4],
  ['unclassified', 3],
  ['residential', 3],
];

/** Road width at zoom 15, by class; more for the casing. */
function width(more: number): ExpressionSpecification {
  const at15 = ['match', ['get', 'class'], ...WIDTHS.flatMap(([name, px]) => [name, px + more]), 2 + more];
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    9,
    ['*', 0.12, at15],
    15,
    at15,
    19,
    ['*', 4, at15],
  ] as unknown as ExpressionSpecification;
}

function ground(p: MapPalette): LayerSpecification[] {
  const kinds = ['match', ['get', 'kind'], 'town', p.town, 'residential', p.town, 'village', p.town, 'farm', p.farm];
  const fill = [...kinds, 'wood', p.green, 'park', p.green, p.site] as unknown as ExpressionSpecification;
  const base = { source: 'base' } as const;
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': p.ground } },
    { id: 'landuse', type: 'fill', ...base, 'source-layer': 'landuse', paint: { 'fill-color': fill } },
    {
      id: 'water',
      type: 'fill',
      ...base,
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': p.water },
    },
    {
      id: 'streams',
      type: 'line',
      ...base,
      'source-layer': 'water',
      filter: ['==', ['get', 'kind'], 'stream'],
      paint: { 'line-color': p.water, 'line-width': 1.5 },
    },
    {
      id: 'buildings',
      type: 'fill',
      ...base,
      'source-layer': 'buildings',
      minzoom: 14,
      paint: { 'fill-color': p.building, 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0.4, 16, 1] },
    },
    {
      id: 'rails',
      type: 'line',
      ...base,
      'source-layer': 'rails',
      paint: { 'line-color': p.rail, 'line-width': 1.5, 'line-dasharray': [4, 2] },
    },
  ];
}

function roads(p: MapPalette): LayerSpecification[] {
  const base = { source: 'base', 'source-layer': 'roads' } as const;
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const isMain = ['in', ['get', 'class'], ['literal', MAIN_ROADS]] as unknown as ExpressionSpecification;
  return [
    {
      id: 'road-casing',
      type: 'line',
      ...base,
      minzoom: 12,
      layout,
      paint: { 'line-color': p.casing, 'line-width': width(2) },
    },
    {
      id: 'roads',
      type: 'line',
      ...base,
      layout,
      paint: { 'line-color': ['case', isMain, p.main, p.road], 'line-width': width(0) },
    },
  ];
}

function borders(p: MapPalette): LayerSpecification[] {
  const base = { source: 'base', 'source-layer': 'borders' } as const;
  const line = (kind: string, px: number, dash: number[], opacity: number): LayerSpecification => ({
    id: `border-${kind}`,
    type: 'line',
    ...base,
    filter: ['==', ['get', 'kind'], kind],
    paint: { 'line-color': p.border, 'line-width': px, 'line-dasharray': dash, 'line-opacity': opacity },
  });
  return [line('grid', 1, [2, 3], 0.35), line('station', 1.5, [4, 2], 0.6), line('county', 2.5, [6, 2, 1, 2], 0.85)];
}

function labels(p: MapPalette, lang: Language): LayerSpecification[] {
  const name: ExpressionSpecification =
    lang === 'zh'
      ? ['get', 'name']
      : ['case', ['to-boolean', ['get', 'name_en']], ['get', 'name_en'], ['get', 'name']];
  const paint = { 'text-color': p.text, 'text-halo-color': p.halo, 'text-halo-width': 1.4 } as const;
  const base = { source: 'base' } as const;
  return [
    {
      id: 'plates',
      type: 'symbol',
      ...base,
      'source-layer': 'plates',
      minzoom: 16.5,
      layout: { 'text-field': ['get', 'number'], 'text-size': 10, 'text-font': FONT },
      paint: { ...paint, 'text-opacity': 0.75 },
    },
    {
      id: 'road-names',
      type: 'symbol',
      ...base,
      'source-layer': 'roads',
      minzoom: 12.5,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 320,
        'text-field': name,
        'text-size': ['interpolate', ['linear'], ['zoom'], 12, 10, 17, 13],
        'text-font': FONT,
        'text-rotation-alignment': 'map',
      },
      paint,
    },
    {
      id: 'places',
      type: 'symbol',
      ...base,
      'source-layer': 'places',
      layout: {
        'text-field': name,
        'text-size': ['match', ['get', 'kind'], 'city', 16, 'village', 13, 11.5] as unknown as ExpressionSpecification,
        'text-font': FONT,
        'text-max-width': 7,
        'text-padding': 6,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { ...paint, 'text-opacity': 0.9 },
    },
  ];
}

/** The whole style for a theme and a language. */
export function styleOf(theme: Theme, lang: Language, origin: string): StyleSpecification {
  const p = paletteOf(theme);
  return {
    version: 8,
    sources: {
      base: { type: 'vector', url: `pmtiles://${origin}/map/map.pmtiles` },
      ...Object.fromEntries(
        OVERLAYS.map((name) => [name, { type: 'geojson', data: EMPTY, promoteId: 'id' }] as const),
      ),
    },
    layers: [...ground(p), ...roads(p), ...borders(p), ...labels(p, lang), ...overlayLayers(p)],
  };
}
