/** Putting a number that calls again and again on the list. */
import { useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { dayOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 180;
const MOST_DAYS = 365;

export function CallerForm({ onDone }: { onDone: () => void }) {
  const { t } = useTongue();
  const action = useAction();
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [authority, setAuthority] = useState('');
  const [now] = useState(hallNow);
  const [until, setUntil] = useState(() => dayOf(now + USUAL_DAYS * DAY_MS));
  const isReady = number.trim() !== '' && reason.trim().length >= 2 && authority.trim().length >= 4 && action.state === 'idle';

  async function put(): Promise<void> {
    const body = {
      kind: 'number' as const,
      value: number.trim(),
      reason: reason.trim(),
      authority: authority.trim(),
      until: `${until}T23:59:00+08:00`,
      owner_name: null,
    };
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/triage/watch', body });
    });
    if (!isDone) return;
    setNumber('');
    setReason('');
    setAuthority('');
    onDone();
  }
  return (
    <form
      className="duty-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void put();
      }}
    >
      <label>
        <span className="label">{t('callers.number')}</span>
        <input
          className="field num"
          required
          inputMode="tel"
          maxLength={24}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </label>
      <label>
        <span className="label">{t('callers.reason')}</span>
        <textarea
          className="field"
          required
          rows={2}
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <label>
        <span className="label">{t('callers.authority')}</span>
        <input
          className="field"
          required
          minLength={4}
          maxLength={200}
          value={authority}
          onChange={(event) => setAuthority(event.target.value)}
        />
      </label>
      <label>
        <span className="label">{t('callers.last_day')}</span>
        <input
          className="field"
          type="date"
          required
          min={dayOf(now)}
          max={dayOf(now + MOST_DAYS * DAY_MS)}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </label>
      <p className="muted">{t('callers.hidden')}</p>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn primary" disabled={!isReady}>
        {t('callers.put')}
      </button>
    </form>
  );
}
