/** What the crew should know before it gets out, and what was answered to the questions. */
import { useEffect, useMemo, useState } from 'react';
import { source, useOne } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses } from '../../panels/classes.ts';
import { saidIn, useGuide } from '../../panels/form/guide.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';
import { dayOf } from '../../ui/time.ts';

type Warnings = Schema<'Warnings'>;

/** Asked for again whenever the incident or its answers move; the last ones stay while there is no network. */
function useWarnings(orderId: string, version: string): Warnings | null {
  const [found, setFound] = useState<Warnings | null>(null);
  useEffect(() => {
    let isOld = false;
    source
      .get('/api/field/orders/{order_id}/warnings', { order_id: orderId })
      .then((warnings) => {
        if (!isOld) setFound(warnings);
      })
      .catch(() => undefined);
    return () => {
      isOld = true;
    };
  }, [orderId, version]);
  return found;
}

export function OrderWarnings({ order, incident }: { order: Of<'order'>; incident: Of<'incident'> }) {
  const { t, term, lang } = useTongue();
  const guide = useGuide();
  useClasses();
  const noted = useOne('answers', incident.id);
  const warnings = useWarnings(order.id, `${incident.v} ${noted?.v ?? 0}`);
  const said = useMemo(() => saidIn(guide, noted?.answers ?? [], lang), [guide, noted, lang]);
  const answered = warnings?.answered ?? [];
  const words = warnings?.in_words ?? [];
  const earlier = warnings?.earlier ?? [];
  return (
    <>
      {answered.length + words.length + earlier.length > 0 && (
        <section className="warnings" aria-label={t('warn.title')}>
          {answered.length > 0 && (
            <p>
              <strong>
                ⚠ {answered.map((one) => term('danger', one)).join(' · ')}
              </strong>{' '}
              <span className="num">{t('warn.answered')}</span>
            </p>
          )}
          {words.length > 0 && (
            <p>
              ⚠ {words.map((one) => term('danger', one)).join(' · ')} <span>{t('warn.in_words')}</span>
            </p>
          )}
          {earlier.length > 0 && (
            <>
              <p>{t('warn.earlier', { n: earlier.length })}</p>
              <ul>
                {earlier.slice(0, 3).map((one) => (
                  <li key={one.at}>
                    {t('warn.earlier_of', { day: dayOf(one.at), what: classNameOf(one.class_code, lang) })}{' '}
                    <strong>{one.dangers.map((danger) => term('danger', danger)).join(' · ')}</strong>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
      {said.length > 0 && (
        <dl className="facts said" aria-label={t('answers.title')}>
          {said.map((one) => (
            <div key={one.question} style={{ display: 'contents' }}>
              <dt>{one.question}</dt>
              <dd className={one.isDanger ? 'danger' : undefined}>{one.answer}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
