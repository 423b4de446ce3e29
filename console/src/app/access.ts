/** Which desk belongs to which role. The hall decides what may be done; this only decides what is offered. */
import type { Key } from '../i18n/index.ts';
import type { Me, Role } from './session.ts';

export interface DeskPlace {
  readonly path: string;
  readonly label: Key;
  readonly roles: readonly Role[];
  /** Opens in a window of its own, without the bar: for a big screen. */
  readonly isAlone?: boolean;
}

export const DESKS: readonly DeskPlace[] = [
  { path: '/seat', label: 'desk.seat', roles: ['call_taker'] },
  { path: '/board', label: 'desk.board', roles: ['commander', 'county_desk', 'station_desk', 'call_taker'] },
  { path: '/duty', label: 'desk.duty', roles: ['commander', 'county_desk', 'station_desk'] },
  { path: '/planning', label: 'desk.planning', roles: ['commander', 'county_desk'] },
  { path: '/exchange', label: 'desk.exchange', roles: ['commander', 'county_desk', 'station_desk', 'call_taker'] },
  { path: '/officer', label: 'desk.officer', roles: ['officer'] },
  { path: '/review', label: 'desk.review', roles: ['reviewer', 'inspector'] },
  { path: '/inspection', label: 'desk.inspection', roles: ['inspector'] },
  { path: '/partner', label: 'desk.partner', roles: ['partner'] },
  { path: '/admin', label: 'desk.admin', roles: ['admin', 'commander', 'county_desk'] },
  { path: '/wall', label: 'desk.wall', roles: ['commander', 'county_desk', 'station_desk', 'call_taker'], isAlone: true },
];

const HOME: readonly (readonly [Role, string])[] = [
  ['officer', '/officer'],
  ['call_taker', '/seat'],
  ['commander', '/board'],
  ['county_desk', '/board'],
  ['station_desk', '/board'],
  ['inspector', '/inspection'],
  ['reviewer', '/review'],
  ['partner', '/partner'],
  ['admin', '/admin'],
];

/** Desks a person may sit at. */
export function desksOf(me: Me): readonly DeskPlace[] {
  return DESKS.filter((desk) => desk.roles.some((role) => me.roles.includes(role)));
}

/** Where a person lands; null when there is no desk for the role yet. */
export function homeOf(me: Me): string | null {
  return HOME.find(([role]) => me.roles.includes(role))?.[1] ?? null;
}

export function holds(me: Me, ...roles: Role[]): boolean {
  return roles.some((role) => me.roles.includes(role));
}
