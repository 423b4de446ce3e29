/** What went wrong, in the hall's own words. */
import { useTongue } from '../i18n/index.ts';
import type { Sentence } from '../source/refusal.ts';

export function Trouble({ sentence, onClose }: { sentence: Sentence | null; onClose?: () => void }) {
  const { t, pick } = useTongue();
  if (sentence === null) return null;
  return (
    <div className="trouble" role="alert">
      <span className="grow">{pick(sentence[0], sentence[1])}</span>
      {onClose && (
        <button type="button" className="btn small quiet" aria-label={t('common.dismiss')} onClick={onClose}>
          ✕
        </button>
      )}
    </div>
  );
}

/** Nothing here: what that means, and what to do. */
export function Empty({ title, what }: { title: string; what?: string }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {what}
    </div>
  );
}
