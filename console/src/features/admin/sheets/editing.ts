/** What the fields of a sheet share: the draft, how it is changed, and what is wrong with it. */
import { createContext, useContext } from 'react';
import type { Body, Fault } from './draft.ts';

export interface Editing {
  readonly body: Body;
  /** Whether it may be changed: only the newest version is. */
  readonly isOpen: boolean;
  readonly faults: readonly Fault[];
  readonly set: (where: string, value: unknown) => void;
  readonly replace: (body: Body) => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const held = useContext(EditingContext);
  if (held === null) throw new Error('no sheet is open here');
  return held;
}
