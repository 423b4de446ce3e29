/** One request for help: who, why, since when; answered in a word, or by sending a crew from the board. */
import { useState } from 'react';
import { Link } from 'wouter';
import { useOne } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import { helpUrgency } from '../../panels/overdue.ts';
import type { HelpAnswer, Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const ANSWERS: readonly HelpAnswer[] = ['sent', 'on_its_way', 'nobody_free', 'not_needed'];

export function HelpStrip({ request }: { request: Of<'help_request'> }) {
  const { t, term } = useTongue();
  const action = useAction();
  const [isOpen, setOpen] = useState(false);
  const incident = useOne('incident', request.incident_id);
  const name = request.call_sign;

  function answer(one: HelpAnswer): void {
    const values = { help_id: request.id };
    const body = { answer: one, note: null };
    void action.run(async (send) => {
      await send({ path: '/api/field/help/{help_id}/answer', values, body });
    });
  }
  return (
    <div className="urgent-strip help" role="alert">
      <strong>{t('help.strip')}</strong>
      <span>{name}</span>
      <Age since={request.asked_at} urgency={helpUrgency} />
      <span>{request.reasons.map((one) => term('help.reason', one)).join(' · ')}</span>
      <Link href={`/board?incident=${request.incident_id}`}>
        {incident?.number.slice(-6) ?? t('panic.see')} {incident?.place_text}
      </Link>
      <span className="grow" />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {isOpen &&
        ANSWERS.map((one) => (
          <button key={one} type="button" className="btn small" disabled={action.state !== 'idle'} onClick={() => answer(one)}>
            {term('help.answer', one)}
          </button>
        ))}
      <button
        type="button"
        className="btn small"
        aria-expanded={isOpen}
        title={t('help.answer_of', { name })}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? t('common.cancel') : t('help.answer')}
      </button>
    </div>
  );
}
