/** The sections of a page: which is shown stands in the address; each has its digit. */
import { useLocation, useSearch } from 'wouter';
import { useKeys } from './keys.ts';

/** The section the address names, or the first; and the way to another. Digits lead there too. */
export function useSection<S extends string>(page: string, all: readonly [S, ...S[]]): readonly [S, (to: S) => void] {
  const wanted = new URLSearchParams(useSearch()).get('section');
  const [, go] = useLocation();
  const to = (one: S) => go(`${page}?section=${one}`);
  useKeys(Object.fromEntries(all.map((one, index) => [String(index + 1), () => to(one)])));
  return [all.find((one) => one === wanted) ?? all[0], to];
}

export interface SectionsProps<S extends string> {
  readonly all: readonly S[];
  readonly current: S;
  readonly nameOf: (one: S) => string;
  readonly onGo: (to: S) => void;
}

export function Sections<S extends string>({ all, current, nameOf, onGo }: SectionsProps<S>) {
  return all.map((one, index) => (
    <button key={one} type="button" className="btn" aria-current={one === current ? 'page' : undefined} onClick={() => onGo(one)}>
      {nameOf(one)} <kbd>{index + 1}</kbd>
    </button>
  ));
}
