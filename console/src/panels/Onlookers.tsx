/** Who else has this open right now; drawing it also tells the others that we do. */
import { useLooking, useOnlookers } from '../app/presence.ts';
import { useTongue } from '../i18n/index.ts';

export function Onlookers({ subject }: { subject: string }) {
  const { t } = useTongue();
  useLooking(subject);
  const others = useOnlookers(subject);
  return (
    <span className="onlookers" role="status" aria-live="polite">
      {others.length > 0 && (
        <span className="tag accent" title={t('presence.what')}>
          <span aria-hidden="true">◉</span>
          {t('presence.others', { names: others.map((one) => one.name).join('、') })}
        </span>
      )}
    </span>
  );
}
