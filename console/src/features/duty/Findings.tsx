/** What is wrong with a roster, gravest first; one press leads to the turn. */
import { useTongue } from '../../i18n/index.ts';
import type { Roster } from './week.ts';
import { usePlaceName } from './usePlaceName.ts';

const TONES = { error: 'danger', warning: 'warn', notice: '' } as const;

export function Findings({ roster, onSpan }: { roster: Roster; onSpan: (spanId: string) => void }) {
  const { t, term, pick } = useTongue();
  const nameOf = usePlaceName();
  // The hall's sentences name places by code, which people do not know by heart.
  const said = (one: Roster['findings'][number]) => {
    const sentence = pick(one.zh, one.en);
    return one.place_code ? sentence.replace(one.place_code, nameOf(one.place_code)) : sentence;
  };
  if (roster.findings.length === 0) return <p className="hint">{t('duty.sound')}</p>;
  return (
    <ul className="duty-findings">
      {roster.findings.map((one, index) => {
        const first = one.span_ids[0];
        return (
          <li key={`${one.code}${one.starts_at}${one.place_code ?? ''}${index}`}>
            <span className={`tag ${TONES[one.severity]}`}>{term('duty.severity', one.severity)}</span>{' '}
            {first === undefined ? (
              said(one)
            ) : (
              <button type="button" className="link" onClick={() => onSpan(first)}>
                {said(one)}
              </button>
            )}{' '}
            <span className="muted">{t('duty.mender', { who: term('role', one.mender) })}</span>
          </li>
        );
      })}
    </ul>
  );
}
