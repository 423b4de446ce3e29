/** Shows what is folded away, and folds it again. */
import { useTongue } from '../i18n/index.ts';

export interface FoldButtonProps {
  /** How many are folded away. */
  readonly more: number;
  readonly isUnfolded: boolean;
  readonly onFold: (isUnfolded: boolean) => void;
}

export function FoldButton({ more, isUnfolded, onFold }: FoldButtonProps) {
  const { t } = useTongue();
  return (
    <button type="button" className="btn small fold" aria-expanded={isUnfolded} onClick={() => onFold(!isUnfolded)}>
      {isUnfolded ? t('alarm.fewer') : t('alarm.more', { n: more })}
    </button>
  );
}
