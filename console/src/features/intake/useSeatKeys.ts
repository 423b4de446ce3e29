/** Keys that work at the seat whether something is in hand or not. */
import { useKeys } from '../../ui/keys.ts';

export interface SeatKeys {
  readonly takeNext: () => void;
  readonly turnReady: () => void;
  readonly isBusy: boolean;
}

export function useSeatKeys({ takeNext, turnReady, isBusy }: SeatKeys): void {
  useKeys({
    F2: () => {
      if (!isBusy) turnReady();
    },
    F4: () => {
      if (!isBusy) takeNext();
    },
  });
}
