/** Sensitive words that are said: which, and that those who must know are told already. */
import { useTongue } from '../../i18n/index.ts';
import type { Suggestion } from './suggestion.ts';

export function Sensitive({ found }: { found: Suggestion | null }) {
  const { t, term } = useTongue();
  // What the model alone says may have no word of the report; then its kind stands there.
  const words = [...new Set(found?.sensitive.map((one) => (one.word === '' ? term('triage.alert', one.kind) : one.word)))];
  const kinds = [...new Set(found?.sensitive.map((one) => term('triage.alert', one.kind)))];
  return (
    <span className="sensitive" role="status">
      {words.length > 0 && (
        <span className="tag danger" title={t('alert.told', { kind: kinds.join(' · ') })}>
          <span aria-hidden="true">▲</span> {words.slice(0, 3).join(' ')}
        </span>
      )}
    </span>
  );
}
