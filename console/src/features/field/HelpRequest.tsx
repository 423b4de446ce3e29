/** 请求增援: why, in chips; and what was answered. */
import { useMemo, useState } from 'react';
import { useList } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { HelpReason } from '../../sync/kinds.ts';
import type { Urgent } from './useUrgent.ts';

const REASONS: readonly HelpReason[] = [
  'outnumbered',
  'weapon',
  'crowd',
  'resisting',
  'wounded',
  'equipment',
  'female_officer',
  'other',
];

export function HelpRequest({ orderId, urgent }: { orderId: string; urgent: Urgent }) {
  const { t, term } = useTongue();
  const all = useList('help_request');
  const [isAsking, setAsking] = useState(false);
  const [reasons, setReasons] = useState<readonly HelpReason[]>([]);
  const last = useMemo(
    () => all.filter((one) => one.order_id === orderId).sort((a, b) => Date.parse(b.asked_at) - Date.parse(a.asked_at))[0],
    [all, orderId],
  );
  const isWaiting = urgent.waiting.some((item) => item.step === 'help' && item.group === orderId);
  const isOpen = last?.state === 'open';

  function turn(one: HelpReason): void {
    setReasons(reasons.includes(one) ? reasons.filter((other) => other !== one) : [...reasons, one]);
  }
  function send(): void {
    urgent.add('help', orderId, { reasons });
    setReasons([]);
    setAsking(false);
  }
  return (
    <section className="card" aria-label={t('help.ask')}>
      {last !== undefined && (
        <p role="status">
          {t('help.asked', { reasons: last.reasons.map((one) => term('help.reason', one)).join(' · ') })}
          <br />
          <strong>
            {last.state === 'answered'
              ? t('help.state.answered', { name: last.answered_by ?? '', answer: `${term('help.answer', last.answer)} ${last.note ?? ''}` })
              : term('help.state', last.state)}
          </strong>{' '}
          {isOpen && <Age since={last.asked_at} />}
        </p>
      )}
      {isWaiting && <p className="hint warn">{t('help.waiting')}</p>}
      {isOpen && (
        <button type="button" className="btn small" onClick={() => urgent.add('help_withdraw', last.id)}>
          {t('help.withdraw')}
        </button>
      )}
      {!isOpen && !isWaiting && (
        <button type="button" className="btn block" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
          {t('help.ask')}
        </button>
      )}
      {isAsking && !isOpen && (
        <>
          <div className="chips" role="group" aria-label={t('help.why')}>
            {REASONS.map((one) => (
              <button key={one} type="button" className="btn small" aria-pressed={reasons.includes(one)} onClick={() => turn(one)}>
                {term('help.reason', one)}
              </button>
            ))}
          </div>
          <button type="button" className="btn primary block" disabled={reasons.length === 0} onClick={send}>
            {t('help.send')}
          </button>
        </>
      )}
    </section>
  );
}
