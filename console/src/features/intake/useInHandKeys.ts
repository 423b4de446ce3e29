/** Keys that work while a contact is in hand. */
import { useKeys } from '../../ui/keys.ts';

export interface InHandKeys {
  readonly isOpened: boolean;
  readonly sendPlace: (index: number) => void;
  readonly openAnd: (send: boolean) => void;
  readonly save: () => void;
  readonly toCommand: () => void;
  readonly settle: () => void;
  readonly toNarrative: () => void;
  readonly toCrews: () => void;
  readonly finish: () => void;
  readonly repeats: () => void;
}

export function useInHandKeys(to: InHandKeys): void {
  const digits = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [String(n), () => to.sendPlace(n - 1)]));
  useKeys({
    ...(to.isOpened ? digits : {}),
    'ctrl+Enter': () => to.openAnd(true),
    'ctrl+shift+Enter': () => to.openAnd(false),
    'ctrl+s': to.save,
    '/': to.toCommand,
    'ctrl+/': to.toCommand,
    F6: to.settle,
    F7: to.toNarrative,
    F8: to.toCrews,
    F9: to.finish,
    F10: to.repeats,
  });
}
