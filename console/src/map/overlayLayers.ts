/** What is laid over the ground: crews, incidents, marks. Their data comes from the store (`hallMap.ts`). */
import type { LayerSpecification } from 'maplibre-gl';
import type { MapPalette } from './palette.ts';

export const FONT = ['Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
export const OVERLAYS = ['crews', 'incidents', 'marks', 'links', 'accuracy', 'chosen'] as const;
export type OverlayName = (typeof OVERLAYS)[number];

/** The layers, lowest first. */
export function overlayLayers(p: MapPalette): LayerSpecification[] {
  const text = { 'text-font': FONT, 'text-size': 12 } as const;
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.6 } as const;
  return [
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
      id: 'crews',
      type: 'symbol',
      source: 'crews',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-rotate': ['get', 'heading'],
        'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['step', ['zoom'], '', 13.5, ['get', 'label']],
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

