/** Which counties work together, why, and until when. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import { Trouble } from '../../ui/Trouble.tsx';

export function ZoneForm({ chosen, onChoose }: { chosen: readonly string[]; onChoose: (codes: readonly string[]) => void }) {
  const { t, pick } = useTongue();
  const action = useAction();
  const counties = useOrganisations().filter((one) => one.kind === 'county');
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const isReady = name.trim().length >= 2 && chosen.length >= 2 && action.state === 'idle';

  async function agree(): Promise<void> {
    const isDone = await action.run(async (send) => {
      const body = {
        name_zh: name.trim(),
        counties: [...chosen],
        reason: reason.trim().length >= 2 ? reason.trim() : null,
        // The hall's hours, wherever the screen stands.
        until: until === '' ? null : `${until}:00+08:00`,
      };
      await send({ path: '/api/dispatch/zones', body });
    });
    if (!isDone) return;
    setName('');
    setReason('');
    setUntil('');
    onChoose([]);
  }

  return (
    <form
      className="zones-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void agree();
      }}
    >
      <label>
        <span className="label">{t('zones.name')}</span>
        <input className="field" required minLength={2} maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <fieldset>
        <legend className="label">{t('zones.counties')}</legend>
        {counties.map((one) => (
          <label key={one.code}>
            <input
              type="checkbox"
              checked={chosen.includes(one.code)}
              onChange={(event) =>
                onChoose(event.target.checked ? [...chosen, one.code] : chosen.filter((code) => code !== one.code))
              }
            />{' '}
            {pick(one.name_zh, one.name_en)}
          </label>
        ))}
      </fieldset>
      <label>
        <span className="label">{t('zones.reason')}</span>
        <input className="field" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('zones.until')}</span>
        <input className="field" type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn primary" disabled={!isReady}>
        {t('zones.new')}
      </button>
    </form>
  );
}
