/** One number of the wall, which leads to what it counts. */
import type { ReactNode } from 'react';

export interface TileProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly sub?: ReactNode;
  readonly tone?: 'danger' | 'warn' | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** Longer than this does not fit a tile of a small screen in large figures. */
const LONG = 8;

export function Tile({ label, value, sub, tone, onOpen }: TileProps) {
  const inside = (
    <>
      <span className="wall-label">{label}</span>
      <span className={typeof value === 'string' && value.length > LONG ? 'wall-value long num' : 'wall-value num'}>{value}</span>
      <span className="wall-sub">{sub}</span>
    </>
  );
  const name = `wall-tile ${tone ?? ''}`;
  return onOpen === undefined ? (
    <div className={name}>{inside}</div>
  ) : (
    <button type="button" className={name} onClick={onOpen}>
      {inside}
    </button>
  );
}
