/** Roles in the order of the house, and where each sits: what is offered; the hall decides. */
import type { Role } from '../../sync/kinds.ts';

export const ROLES: readonly Role[] = [
  'call_taker',
  'commander',
  'county_desk',
  'station_desk',
  'officer',
  'reviewer',
  'inspector',
  'admin',
  'trunk',
  'terminal',
  'partner',
];
