/** How plans, zones and the grids' owners lie on the ground. Colour is never alone: lines and words tell the same. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { FONT } from './font.ts';
import type { MapPalette } from './palette.ts';

type Filter = ExpressionSpecification;
const is = (name: string, value: string): Filter => ['==', ['get', name], value];
const all = (...parts: Filter[]): Filter => ['all', ...parts];
const AREA: Filter = ['==', ['geometry-type'], 'Polygon'];
const SPOT: Filter = ['==', ['geometry-type'], 'Point'];

/** Features of a plan: `when` today, proposal or zone; `share` 0..1 in time; `label`; `chosen`. */
export function planLayers(p: MapPalette): LayerSpecification[] {
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.6 } as const;
  const byShare = ['interpolate', ['linear'], ['get', 'share'], 0.5, p.levels[0], 0.8, p.levels[1], 0.95, p.ok];
  const colour = ['case', ['has', 'share'], byShare, p.accent] as unknown as ExpressionSpecification;
  const isChosen: Filter = ['==', ['get', 'chosen'], true];
  return [
    {
      id: 'plan-area',
      type: 'fill',
      source: 'plan',
      filter: all(AREA, ['!', ['has', 'bare']]),
      paint: { 'fill-color': colour, 'fill-opacity': ['case', isChosen, 0.5, 0.24] },
    },
    {
      id: 'plan-edge-today',
      type: 'line',
      source: 'plan',
      filter: all(AREA, is('when', 'today')),
      paint: { 'line-color': p.border, 'line-width': 2, 'line-dasharray': [3, 2] },
    },
    {
      id: 'plan-edge',
      type: 'line',
      source: 'plan',
      filter: all(AREA, ['!=', ['get', 'when'], 'today']),
      paint: { 'line-color': p.accent, 'line-width': ['case', isChosen, 4, 2] },
    },
    {
      id: 'plan-post-today',
      type: 'circle',
      source: 'plan',
      filter: all(SPOT, ['has', 'share'], is('when', 'today')),
      paint: {
        'circle-radius': ['case', isChosen, 10, 7],
        'circle-color': p.halo,
        'circle-stroke-color': p.border,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'plan-post',
      type: 'circle',
      source: 'plan',
      filter: all(SPOT, ['has', 'share'], ['!=', ['get', 'when'], 'today']),
      paint: {
        'circle-radius': ['case', isChosen, 10, 7],
        'circle-color': colour,
        'circle-stroke-color': p.halo,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'plan-label',
      type: 'symbol',
      source: 'plan',
      filter: SPOT,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT,
        'text-size': 11,
        'text-offset': ['case', ['has', 'share'], ['literal', [0, 1]], ['literal', [0, 0]]],
        'text-anchor': 'top',
        'text-optional': true,
      },
      paint: { 'text-color': p.text, ...halo },
    },
  ];
}

/** Grids with who is on duty in them; `gap`: nobody is. */
export function ownerLayers(p: MapPalette): LayerSpecification[] {
  const isGap: Filter = ['==', ['get', 'gap'], true];
  return [
    {
      id: 'owners-gap',
      type: 'fill',
      source: 'owners',
      filter: all(AREA, isGap),
      paint: { 'fill-color': p.levels[0], 'fill-opacity': 0.16 },
    },
    {
      id: 'owners-gap-edge',
      type: 'line',
      source: 'owners',
      filter: all(AREA, isGap),
      paint: { 'line-color': p.levels[0], 'line-width': 2.5, 'line-dasharray': [2, 1.5] },
    },
    {
      id: 'owners-name',
      type: 'symbol',
      source: 'owners',
      filter: SPOT,
      layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 11, 'text-max-width': 16 },
      paint: {
        'text-color': ['case', isGap, p.levels[0], p.text],
        'text-halo-color': p.halo,
        'text-halo-width': 1.6,
      },
    },
  ];
}
