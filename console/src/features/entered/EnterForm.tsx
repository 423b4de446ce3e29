/** Entering what a citizen told at the counter, what an officer met himself, or what a community group passed on. */
import { useState } from 'react';
import { source } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { PhotoInput, usePhotoPile } from '../../ui/PhotoInput.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { bodyOf, emptyDraft, isReady, readDraft, type EnterDraft, type EnteredChannel, type Position } from './draft.ts';
import './entered.css';

const upload = async (blob: Blob) => (await source.upload('/api/evidence/uploads', blob)).upload_id;

export interface EnterFormProps {
  /** The first is what is usual here. */
  readonly channels: readonly [EnteredChannel, ...EnteredChannel[]];
  /** Where this phone is; null at a desk, or where it does not know. */
  readonly position: Position | null;
  readonly onSent: () => void;
}

export function EnterForm({ channels, position, onSent }: EnterFormProps) {
  const { t, term } = useTongue();
  const action = useAction();
  const kept = `yyl.enter.${channels[0]}`;
  const pile = usePhotoPile(kept, upload);
  const [draft, setDraft] = useState(() => readDraft(localStorage.getItem(kept), channels[0]));
  const [isHere, setHere] = useState(true);
  const [sent, setSent] = useState<string | null>(null);
  const photos = pile.photos.map((photo) => photo.uploadId);
  const isWhole = !photos.includes(null) && isReady(draft) && action.state === 'idle';

  function put(part: Partial<EnterDraft>): void {
    const next = { ...draft, ...part };
    localStorage.setItem(kept, JSON.stringify(next));
    setDraft(next);
    setSent(null);
  }
  async function send(): Promise<void> {
    let number = '';
    const body = bodyOf(draft, isHere ? position : null, photos.filter((one) => one !== null));
    const isDone = await action.run(async (post) => {
      number = (await post({ path: '/api/intake/entered', body })).number;
    });
    if (!isDone) return;
    localStorage.removeItem(kept);
    setDraft(emptyDraft(draft.channel));
    setSent(number);
    await pile.clear();
    onSent();
  }
  const line = (name: 'place' | 'name' | 'number', most: number) => (
    <label>
      <span className="label">{t(`entered.${name}`)}</span>
      <input
        className="field"
        maxLength={most}
        inputMode={name === 'number' ? 'tel' : 'text'}
        value={draft[name]}
        onChange={(event) => put({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <form
      className="enter-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole) void send();
      }}
    >
      <label>
        <span className="label">{t('entered.channel')}</span>
        <select className="field" value={draft.channel} onChange={(event) => put({ channel: event.target.value as EnteredChannel })}>
          {channels.map((one) => (
            <option key={one} value={one}>
              {term('channel', one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('entered.text')}</span>
        <textarea
          className="field"
          required
          rows={3}
          maxLength={4000}
          value={draft.text}
          onChange={(event) => put({ text: event.target.value })}
        />
      </label>
      {line('place', 300)}
      {position !== null && (
        <label className="row">
          <input type="checkbox" checked={isHere} onChange={(event) => setHere(event.target.checked)} />
          {t('entered.here', { m: Math.round(position.accuracyM) })}
        </label>
      )}
      {line('name', 40)}
      {line('number', 24)}
      <PhotoInput pile={pile} label={t('patrol.photo')} />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {sent !== null && (
        <p className="hint num" role="status">
          {t('entered.sent', { number: sent })}
        </p>
      )}
      <button type="submit" className="btn primary big block" disabled={!isWhole}>
        {t('entered.send')}
      </button>
    </form>
  );
}
