/** What the scanned door-plate is: genuine, or not to be trusted; nothing stops the report. */
import { useTongue } from '../../i18n/index.ts';
import type { PlateState } from './usePlate.ts';

export function PlateNote({ state }: { state: PlateState }) {
  const { t } = useTongue();
  if (state === 'none') return null;
  const isDoubtful = state === 'forged' || state === 'withdrawn';
  return (
    <p className={isDoubtful ? 'hint warn' : 'hint'} role="status">
      {t(`plate.${state}`)}
    </p>
  );
}
