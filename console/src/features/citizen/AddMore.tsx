/** One field to add something; what was written stays until the hall has it. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { PhotoInput, usePhotoPile } from '../../ui/PhotoInput.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { uploadPublic } from './useReport.ts';

export function AddMore({ token }: { token: string }) {
  const { t } = useTongue();
  const stored = `yyl.add.${token}`;
  const [text, setText] = useState(() => localStorage.getItem(stored) ?? '');
  const [isSent, setSent] = useState(false);
  const action = useAction();
  const pile = usePhotoPile(`add-${token}`, uploadPublic);
  const ids = pile.photos.map((photo) => photo.uploadId).filter((id) => id !== null);
  const isReady = (text.trim() !== '' || ids.length > 0) && ids.length === pile.photos.length;

  function write(next: string): void {
    setText(next);
    setSent(false);
    localStorage.setItem(stored, next);
  }

  async function send(): Promise<void> {
    const isDone = await action.run(async (post) => {
      await post({
        path: '/api/public/follow/{token}/additions',
        values: { token },
        body: { text: text.trim(), photos: ids },
      });
    });
    if (!isDone) return;
    setText('');
    localStorage.removeItem(stored);
    await pile.clear();
    setSent(true);
  }

  return (
    <section className="card">
      <label htmlFor="add">
        <h2>{t('add.title')}</h2>
      </label>
      <textarea
        id="add"
        className="field"
        rows={2}
        maxLength={4000}
        value={text}
        placeholder={t('add.hint')}
        onChange={(event) => write(event.target.value)}
      />
      <PhotoInput pile={pile} label={t('add.photo')} />
      <Trouble sentence={action.trouble} onClose={action.clear} />
      {isSent && (
        <p role="status" className="place-known">
          ✓ {t('add.done')}
        </p>
      )}
      <button
        type="button"
        className="btn primary block"
        disabled={!isReady || action.state !== 'idle'}
        onClick={() => void send()}
      >
        {action.state === 'retrying' ? t('common.retrying') : t('add.send')}
      </button>
    </section>
  );
}
