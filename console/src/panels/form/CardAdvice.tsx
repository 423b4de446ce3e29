/** What the caller is told for safety, and in a crisis what helps now: the stage follows the length of the call. */
import { useNow } from '../../app/clock.ts';
import { useTongue } from '../../i18n/index.ts';
import { stageAt, type Card } from './guide.ts';

const MINUTE_MS = 60_000;

function Stages({ card, since }: { card: Card; since: string }) {
  const { t, pick } = useTongue();
  const minutes = Math.max(0, (useNow() - Date.parse(since)) / MINUTE_MS);
  const stage = stageAt(card, minutes);
  if (stage === null) return null;
  return (
    <div className="card-stage">
      <strong>{pick(stage.zh, stage.en)}</strong>
      <ul>
        {stage.do.map((one, index) => (
          <li key={index}>{pick(one.zh, one.en)}</li>
        ))}
        {stage.never.map((one, index) => (
          <li key={index} className="never">
            <strong>{t('card.never')}</strong> {pick(one.zh, one.en)}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function CardAdvice({ card, since }: { card: Card; since: string | null }) {
  const { t, term, pick } = useTongue();
  if (card.advice.length === 0) return null;
  return (
    <details className="card-advice" open>
      <summary>
        <span className="label">{t('card.advice')}</span>{' '}
        {card.also.map((one) => (
          <span key={one} className="tag warn">
            {t('card.also', { who: term('triage.also', one) })}
          </span>
        ))}
      </summary>
      <ol>
        {card.advice.map((one, index) => (
          <li key={index}>{pick(one.zh, one.en)}</li>
        ))}
      </ol>
      {since !== null && card.stages.length > 0 && <Stages card={card} since={since} />}
    </details>
  );
}
