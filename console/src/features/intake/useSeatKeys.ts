/** Keys that work at the seat whether something is in hand or not. */
import { useKeys } from '../../ui/keys.ts';

export interface SeatKeys {
  readonly takeNext: () => void;
  readonly turnReady: () => void;
  readonly holdOrResume: () => void;
  readonly isBusy: boolean;
}

export function useSeatKeys({ takeNext, turnReady, holdOrResume, isBusy }: SeatKeys): void {
  useKeys({
    F2: () => {
      if (!isBusy) turnReady();
    },
    F3: holdOrResume,
    F4: () => {
      if (!isBusy) takeNext();
    },
  });
}
