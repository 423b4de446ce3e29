/** Taking photos: a big button, small pictures of what was taken, and what became of each. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTongue } from '../i18n/index.ts';
import { newKey } from '../source/keys.ts';
import { Refusal, type Sentence } from '../source/refusal.ts';
import { dropPhoto, keepPhoto, photosFor, shrink, type KeptPhoto } from './photoShelf.ts';
import { Trouble } from './Trouble.tsx';
import './photo-input.css';

const MOST = 9;
const RETRY_MS = 5_000;

export interface PhotoPile {
  readonly photos: readonly KeptPhoto[];
  readonly isUploading: boolean;
  readonly trouble: Sentence | null;
  readonly add: (files: readonly File[]) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly clear: () => Promise<void>;
  readonly dismiss: () => void;
}

/** The photos of a purpose. With `upload` they are sent at once and again until they are; else only kept. */
export function usePhotoPile(purpose: string, upload?: (blob: Blob) => Promise<string>): PhotoPile {
  const [photos, setPhotos] = useState<readonly KeptPhoto[]>([]);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  const [isUploading, setUploading] = useState(false);
  const isRunning = useRef(false);

  const reload = useCallback(async () => setPhotos(await photosFor(purpose)), [purpose]);
  const remove = useCallback(
    async (id: string) => {
      await dropPhoto(id);
      await reload();
    },
    [reload],
  );

  const push = useCallback(async () => {
    if (upload === undefined || isRunning.current) return;
    isRunning.current = true;
    setUploading(true);
    try {
      for (const photo of await photosFor(purpose)) {
        if (photo.uploadId !== null) continue;
        try {
          await keepPhoto({ ...photo, uploadId: await upload(photo.blob) });
        } catch (error) {
          if (!(error instanceof Refusal)) break;
          setTrouble(error.sentence);
          await dropPhoto(photo.id);
        }
        await reload();
      }
    } finally {
      isRunning.current = false;
      setUploading(false);
    }
  }, [purpose, reload, upload]);

  useEffect(() => {
    const again = () => void push();
    void reload().then(again);
    addEventListener('online', again);
    const timer = setInterval(again, RETRY_MS);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [push, reload]);

  const add = useCallback(
    async (files: readonly File[]) => {
      setTrouble(null);
      const room = MOST - (await photosFor(purpose)).length;
      for (const file of files.slice(0, Math.max(0, room))) {
        await keepPhoto({ id: newKey(), purpose, blob: await shrink(file), uploadId: null, at: Date.now() });
        await reload();
      }
      await push();
    },
    [purpose, push, reload],
  );
  const clear = useCallback(async () => {
    for (const photo of await photosFor(purpose)) await dropPhoto(photo.id);
    await reload();
  }, [purpose, reload]);

  return { photos, isUploading, trouble, add, remove, clear, dismiss: () => setTrouble(null) };
}

function Picture({ photo, onRemove }: { photo: KeptPhoto; onRemove: () => void }) {
  const { t } = useTongue();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(photo.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo.blob]);
  return (
    <li className="taken">
      {url !== undefined && <img src={url} alt={t('photo.own')} />}
      <button type="button" aria-label={t('photo.remove')} onClick={onRemove}>
        ✕
      </button>
    </li>
  );
}

export function PhotoInput({ pile, label }: { pile: PhotoPile; label: string }) {
  const { t } = useTongue();
  const input = useRef<HTMLInputElement>(null);
  const waiting = pile.photos.filter((photo) => photo.uploadId === null).length;
  return (
    <div className="photo-input">
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={label}
        onChange={(event) => {
          void pile.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {pile.photos.length > 0 && (
        <ul className="photos">
          {pile.photos.map((photo) => (
            <Picture key={photo.id} photo={photo} onRemove={() => void pile.remove(photo.id)} />
          ))}
        </ul>
      )}
      <button
        type="button"
        className="btn block"
        disabled={pile.photos.length >= MOST}
        onClick={() => input.current?.click()}
      >
        <svg width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
          <path d="M4 8h3l2-3h6l2 3h3v11H4z" />
          <circle cx="12" cy="13" r="3.500" />
        </svg>
        {pile.photos.length >= MOST ? t('photo.full', { n: MOST }) : label}
      </button>
      {waiting > 0 && pile.isUploading && (
        <p className="muted" role="status">
          {t('photo.sending', { n: waiting })}
        </p>
      )}
      <Trouble sentence={pile.trouble} onClose={pile.dismiss} />
    </div>
  );
}
