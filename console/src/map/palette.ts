/** Colours of the map by day and by night: quiet ground, so that incidents and crews stand out. */
import type { Theme } from '../app/prefs.ts';

export interface MapPalette {
  readonly ground: string;
  readonly town: string;
  readonly farm: string;
  readonly green: string;
  readonly site: string;
  readonly water: string;
  readonly building: string;
  readonly casing: string;
  readonly road: string;
  readonly main: string;
  readonly rail: string;
  readonly text: string;
  readonly halo: string;
  readonly border: string;
  readonly levels: readonly [string, string, string, string];
  readonly onLevel: string;
  readonly crewFree: string;
  readonly crewBusy: string;
  readonly crewOff: string;
  readonly accent: string;
  readonly ok: string;
}

const day: MapPalette = {
  ground: '#f3f2ec',
  town: '#ecebe6',
  farm: '#eef0e2',
  green: '#d9e8cf',
  site: '#e6e1ee',
  water: '#b5d3ea',
  building: '#dcd8d1',
  casing: '#c4c0b8',
  road: '#ffffff',
  main: '#fbe7b2',
  rail: '#8f8a86',
  text: '#33383e',
  halo: '#ffffff',
  border: '#7a5ea8',
  levels: ['#b3141f', '#a84300', '#12559e', '#526070'],
  onLevel: '#ffffff',
  crewFree: '#1b6e34',
  crewBusy: '#12559e',
  crewOff: '#7c8894',
  accent: '#12559e',
  ok: '#1b6e34',
};

const night: MapPalette = {
  ground: '#12171d',
  town: '#181e25',
  farm: '#141b1c',
  green: '#16231b',
  site: '#201f2b',
  water: '#1c3145',
  building: '#222a33',
  casing: '#0c1116',
  road: '#333d48',
  main: '#5a4f33',
  rail: '#5b5f66',
  text: '#cfd8e1',
  halo: '#0f1419',
  border: '#9a83c9',
  levels: ['#ff8a85', '#f7a869', '#7ab2f5', '#a2b1c0'],
  onLevel: '#0f1419',
  crewFree: '#74d394',
  crewBusy: '#7ab2f5',
  crewOff: '#6f7f8f',
  accent: '#7ab2f5',
  ok: '#74d394',
};

export function paletteOf(theme: Theme): MapPalette {
  return theme === 'dark' ? night : day;
}
