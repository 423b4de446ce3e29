/** A reporter asks to withdraw: a seat verifies and answers; the words are what the reporter reads. */
import { useState } from 'react';
import { Link } from 'wouter';
import { useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { helpUrgency } from '../../panels/overdue.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import type { Of } from '../../sync/kinds.ts';

export function WithdrawalStrip({ withdrawal }: { withdrawal: Of<'withdrawal'> }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [asked, setAsked] = useState<'accept' | 'refuse' | null>(null);
  const contact = useOne('contact', withdrawal.contact_id);
  const number = contact?.incident_number ?? contact?.number ?? '';
  const isAccept = asked === 'accept';

  return (
    <div className="urgent-strip withdraw" role="status">
      <strong>{t('withdraw.strip')}</strong>
      {contact?.incident_id == null ? (
        <span className="num">{number.slice(-6)}</span>
      ) : (
        <Link href={`/board?incident=${contact.incident_id}`} className="num">
          {number.slice(-6)}
        </Link>
      )}
      <Age since={withdrawal.asked_at} urgency={helpUrgency} />
      <span className="cut">
        {term('withdraw.reason', withdrawal.reason)} {withdrawal.words}
      </span>
      <span className="num">{contact?.caller_number}</span>
      <span className="grow" />
      <button type="button" className="btn small" title={t('withdraw.accept_of', { number })} onClick={() => setAsked('accept')}>
        {t('withdraw.accept')}
      </button>
      <button type="button" className="btn small" title={t('withdraw.refuse_of', { number })} onClick={() => setAsked('refuse')}>
        {t('withdraw.refuse')}
      </button>
      <ReasonDialog
        isOpen={asked !== null}
        title={isAccept ? t('withdraw.accept_of', { number }) : t('withdraw.refuse_of', { number })}
        label={t('withdraw.reply')}
        usual={
          isAccept
            ? [t('withdraw.reply_safe'), t('withdraw.reply_mistake')]
            : [t('withdraw.reply_come'), t('withdraw.reply_unreached')]
        }
        isDanger={isAccept}
        ok={isAccept ? t('withdraw.accept') : t('withdraw.refuse')}
        trouble={action.trouble}
        onOk={(reply) =>
          action.run(async (send) => {
            const values = { withdrawal_id: withdrawal.id };
            await send({ path: '/api/citizen/withdrawals/{withdrawal_id}/answer', values, body: { is_accepted: isAccept, reply } });
          })
        }
        onClose={() => setAsked(null)}
      />
    </div>
  );
}
