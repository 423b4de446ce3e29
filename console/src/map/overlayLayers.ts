/** What is laid over the ground: crews, incidents, marks. Their data comes from the store (`hallMap.ts`). */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { FONT } from './font.ts';
import { ownerLayers, planLayers } from './groundLayers.ts';
import type { MapPalette } from './palette.ts';

export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
export const OVERLAYS = [
  'plan',
  'owners',
  'coverage',
  'posts',
  'reach',
  'restrictions',
  'patrols',
  'trail',
  'routes',
  'crew-names',
  'incidents',
  'marks',
  'links',
  'accuracy',
  'chosen',
] as const;
export type OverlayName = (typeof OVERLAYS)[number];

/** Below this layer the crews are drawn (`crewLayer.ts`). */
export const ABOVE_CREWS = 'crew-names';

/** The layers, lowest first. */
export function overlayLayers(p: MapPalette): LayerSpecification[] {
  const text = { 'text-font': FONT, 'text-size': 12 } as const;
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.6 } as const;
  const isClosed = ['==', ['get', 'kind'], 'closed'] as unknown as ExpressionSpecification;
  return [
    ...planLayers(p),
    ...ownerLayers(p),
    {
      id: 'coverage',
      type: 'fill',
      source: 'coverage',
      // What nobody reaches in time is deepest; what is covered is left as it is.
      paint: {
        'fill-color': p.levels[0],
        'fill-opacity': ['interpolate', ['linear'], ['get', 'share'], 0, 0.45, 0.7, 0.18, 1, 0],
        'fill-outline-color': p.levels[0],
      },
    },
    {
      id: 'coverage-share',
      type: 'symbol',
      source: 'coverage',
      layout: { 'text-field': ['get', 'label'], ...text },
      paint: { 'text-color': p.text, ...halo },
    },
    {
      id: 'posts',
      type: 'fill',
      source: 'posts',
      // One upon the other, the widest below; what no post reaches in time stays bare.
      paint: { 'fill-color': p.ok, 'fill-opacity': 0.14 },
    },
    {
      id: 'posts-edge',
      type: 'line',
      source: 'posts',
      paint: {
        'line-color': p.ok,
        'line-opacity': 0.8,
        // The nearest is drawn thickest: told apart without colour.
        'line-width': ['interpolate', ['linear'], ['get', 'minutes'], 1, 2.5, 5, 0.8],
      },
    },
    {
      id: 'reach',
      type: 'fill',
      source: 'reach',
      // The areas lie upon each other, the widest below: the nearer the deeper.
      paint: { 'fill-color': p.accent, 'fill-opacity': 0.16 },
    },
    {
      id: 'reach-edge',
      type: 'line',
      source: 'reach',
      paint: { 'line-color': p.accent, 'line-width': 1.5, 'line-opacity': 0.7 },
    },
    {
      id: 'restrictions',
      type: 'line',
      source: 'restrictions',
      layout: { 'line-cap': 'butt' },
      paint: {
        'line-color': ['case', isClosed, p.levels[0], p.levels[1]],
        'line-width': 6,
        'line-opacity': 0.9,
        // Closed is hatched, slow is dotted: colour alone says nothing.
        'line-dasharray': ['case', isClosed, ['literal', [0.6, 0.6]], ['literal', [0.3, 1.2]]],
      },
    },
    {
      id: 'restriction-names',
      type: 'symbol',
      source: 'restrictions',
      layout: {
        'symbol-placement': 'line-center',
        'text-field': ['get', 'label'],
        'text-offset': [0, 1.1],
        'text-allow-overlap': true,
        ...text,
      },
      paint: { 'text-color': ['case', isClosed, p.levels[0], p.levels[1]], ...halo },
    },
    {
      id: 'patrol-ways',
      type: 'line',
      source: 'patrols',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': p.crewFree, 'line-width': 3.5, 'line-opacity': 0.75, 'line-dasharray': [1.6, 1.1] },
    },
    {
      id: 'patrol-points',
      type: 'circle',
      source: 'patrols',
      filter: ['==', ['geometry-type'], 'Point'],
      // Done is full, open is hollow: colour alone says nothing.
      paint: {
        'circle-radius': ['case', ['==', ['get', 'state'], 'next'], 9, 7],
        'circle-color': ['match', ['get', 'state'], 'done', p.crewFree, 'missed', p.levels[0], p.halo],
        'circle-stroke-color': ['match', ['get', 'state'], 'missed', p.levels[0], 'next', p.accent, p.crewFree],
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'patrol-names',
      type: 'symbol',
      source: 'patrols',
      filter: ['==', ['geometry-type'], 'Point'],
      minzoom: 12.5,
      layout: { 'text-field': ['get', 'label'], 'text-offset': [0, 0.9], 'text-anchor': 'top', 'text-optional': true, ...text },
      paint: { 'text-color': p.text, ...halo },
    },
    {
      id: 'trail',
      type: 'line',
      source: 'trail',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': p.crewBusy, 'line-width': 2.5, 'line-opacity': 0.8, 'line-dasharray': [0.2, 1.6] },
    },
    {
      id: 'routes',
      type: 'line',
      source: 'routes',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': p.accent, 'line-width': 4, 'line-opacity': 0.75 },
    },
    {
      id: 'links',
      type: 'line',
      source: 'links',
      paint: { 'line-color': p.accent, 'line-width': 2, 'line-dasharray': [2, 2], 'line-opacity': 0.8 },
    },
    {
      id: 'accuracy',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': p.accent, 'fill-opacity': 0.14, 'fill-outline-color': p.accent },
    },
    {
      id: 'crew-names',
      type: 'symbol',
      source: 'crew-names',
      minzoom: 13.5,
      layout: {
        'text-field': ['get', 'label'],
        'text-offset': [0, 1.1],
        'text-anchor': 'top',
        'text-optional': true,
        ...text,
        'text-size': 11,
      },
      paint: { 'text-color': p.text, ...halo },
    },
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 19,
        'circle-opacity': 0,
        'circle-stroke-color': p.accent,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'incidents',
      type: 'symbol',
      source: 'incidents',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['get', 'sort'],
        'text-field': ['step', ['zoom'], '', 13.5, ['get', 'label']],
        'text-offset': [0, 1.3],
        'text-anchor': 'top',
        'text-optional': true,
        ...text,
      },
      paint: { 'text-color': p.text, ...halo },
    },
    {
      id: 'marks',
      type: 'symbol',
      source: 'marks',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-anchor': ['get', 'anchor'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['get', 'label'],
        'text-offset': [0, 0.4],
        'text-anchor': 'top',
        'text-optional': true,
        ...text,
      },
      paint: { 'text-color': p.text, ...halo },
    },
  ];
}

