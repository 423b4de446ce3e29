/** Asking a partner for help: the desk whose service the words speak for is chosen already. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { DeskSelect, useDesks, type Matter } from './DeskSelect.tsx';

export function SendOrder({ matter }: { matter: Matter }) {
  const { t } = useTongue();
  const action = useAction();
  const [isOpen, setOpen] = useState(false);
  const [desk, setDesk] = useState<string | null>(null);
  const [asked, setAsked] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const desks = useDesks(matter, isOpen);
  const code = desk ?? desks.list.find((one) => one.is_suggested)?.org_code ?? '';
  const isReady = code !== '' && asked.trim().length >= 2 && action.state === 'idle';

  async function send(): Promise<void> {
    if (!isReady) return;
    const isDone = await action.run(async (post) => {
      const urgency = isUrgent ? ('urgent' as const) : ('normal' as const);
      const body = { ...matter, desk_code: code, asked: asked.trim(), urgency };
      await post({ path: '/api/liaison/orders', body: { ...body, with_number: true } });
    });
    if (!isDone) return;
    setAsked('');
    setDesk(null);
    setUrgent(false);
    setOpen(false);
  }
  if (!isOpen) {
    return (
      <div className="pad">
        <button type="button" className="btn" onClick={() => setOpen(true)}>
          {t('liaison.new')}
        </button>
      </div>
    );
  }
  return (
    <form
      className="pad send-order"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        // In the seat's form this key opens an incident and sends a crew: not while an order is written.
        event.preventDefault();
        void send();
      }}
    >
      <DeskSelect desks={desks.list} value={code} onChange={setDesk} />
      <label>
        <span className="label">{t('liaison.asked')}</span>
        <textarea
          className="field"
          rows={3}
          maxLength={1000}
          autoFocus
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
      </label>
      <label className="row">
        <input type="checkbox" checked={isUrgent} onChange={(event) => setUrgent(event.target.checked)} />
        {t('liaison.urgent_half')}
      </label>
      <Trouble sentence={desks.trouble ?? action.trouble} />
      <div className="row">
        <button type="submit" className="btn primary" disabled={!isReady}>
          {t('liaison.send')} <kbd>Ctrl Enter</kbd>
        </button>
        <button type="button" className="btn" onClick={() => setOpen(false)}>
          {t('common.cancel')}
        </button>
      </div>
    </form>
  );
}
