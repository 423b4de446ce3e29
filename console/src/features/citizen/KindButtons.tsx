/** Big buttons for what happens most: one touch instead of words. */
import { useTongue } from '../../i18n/index.ts';
import { KINDS, type ReportKind } from './kinds.ts';

export function KindButtons({ kind, onKind }: { kind: ReportKind | null; onKind: (kind: ReportKind | null) => void }) {
  const { t } = useTongue();
  return (
    <section className="card" aria-label={t('kind.title')}>
      <h2>{t('kind.title')}</h2>
      <div className="kinds">
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            className="btn"
            aria-pressed={kind === one}
            onClick={() => onKind(kind === one ? null : one)}
          >
            {t(`kind.${one}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
