/** Callers who hear the announcement, and nobody in the hall has a line to answer them on. */
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';

export function LineStrip({ unheard }: { unheard: readonly Of<'contact'>[] }) {
  const { t } = useTongue();
  const oldest = unheard[0];
  if (oldest === undefined) return null;
  return (
    <div className="urgent-strip panic" role="alert">
      <strong>{t('unheard.title', { n: unheard.length })}</strong>
      <Age since={oldest.received_at} />
      <span className="grow">{t('unheard.what')}</span>
    </div>
  );
}
