/** Asking to withdraw: said plainly that nothing stops before a call-taker has verified it. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { WithdrawalReason } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { FollowView } from './useFollow.ts';

const REASONS: readonly WithdrawalReason[] = ['settled', 'mistake', 'no_longer', 'other'];

export function Withdraw({ token, view, onDone }: { token: string; view: FollowView; onDone: () => void }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [reason, setReason] = useState<WithdrawalReason | null>(null);
  const [words, setWords] = useState('');
  const { withdrawal } = view;
  const isOpen = withdrawal?.state === 'open';

  async function send(): Promise<void> {
    if (reason === null) return;
    const isDone = await action.run(async (post) => {
      const body = { reason, words: words.trim() };
      await post({ path: '/api/public/follow/{token}/withdrawal', values: { token }, body });
    });
    if (isDone) {
      setReason(null);
      setWords('');
      onDone();
    }
  }
  return (
    <>
      {withdrawal !== null && (
        <section className="card" role="status">
          <strong>{term('withdraw.state', withdrawal.state)}</strong>
          {withdrawal.reply !== null && <p>{withdrawal.reply}</p>}
        </section>
      )}
      {view.may_withdraw && !isOpen && (
        <details className="card">
          <summary>{t('withdraw.ask')}</summary>
          <p className="muted">{t('withdraw.what')}</p>
          <div className="chips" role="group" aria-label={t('withdraw.ask')}>
            {REASONS.map((one) => (
              <button key={one} type="button" className="btn small" aria-pressed={reason === one} onClick={() => setReason(one)}>
                {term('withdraw.reason', one)}
              </button>
            ))}
          </div>
          <label>
            <span className="label">{t('withdraw.words')}</span>
            <input className="field" maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
          </label>
          <Trouble sentence={action.trouble} onClose={action.clear} />
          <button
            type="button"
            className="btn block"
            disabled={reason === null || action.state !== 'idle'}
            onClick={() => void send()}
          >
            {action.state === 'retrying' ? t('common.retrying') : t('withdraw.send')}
          </button>
        </details>
      )}
    </>
  );
}
