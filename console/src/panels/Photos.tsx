/** Photos: small ones, and one at the size of the screen. */
import { useRef, useState } from 'react';
import { useTongue } from '../i18n/index.ts';

export interface PhotosProps {
  readonly ids: readonly string[];
  readonly srcOf?: (id: string, size: 'thumb' | 'screen') => string;
  readonly label: string;
}

function evidence(id: string, size: 'thumb' | 'screen'): string {
  return `/api/evidence/media/${id}?size=${size}`;
}

export function Photos({ ids, srcOf = evidence, label }: PhotosProps) {
  const { t } = useTongue();
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState<number>(0);
  const id = ids[shown];
  if (ids.length === 0) return null;

  function step(by: number): void {
    setShown((at) => (at + by + ids.length) % ids.length);
  }

  return (
    <div>
      <ul className="photos" aria-label={label}>
        {ids.map((one, index) => (
          <li key={one}>
            <button
              type="button"
              className="photo"
              onClick={() => {
                setShown(index);
                dialog.current?.showModal();
              }}
            >
              <img src={srcOf(one, 'thumb')} alt={t('photo.alt', { n: index + 1 })} loading="lazy" />
            </button>
          </li>
        ))}
      </ul>
      <dialog
        ref={dialog}
        className="lightbox"
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') step(1);
          if (event.key === 'ArrowLeft') step(-1);
        }}
        onClick={(event) => event.target === dialog.current && dialog.current.close()}
      >
        {id !== undefined && <img src={srcOf(id, 'screen')} alt={t('photo.alt', { n: shown + 1 })} />}
        <div className="row">
          <span className="grow muted">{t('photo.count', { n: shown + 1, of: ids.length })}</span>
          {ids.length > 1 && (
            <>
              <button type="button" className="btn" onClick={() => step(-1)}>
                {t('photo.previous')}
              </button>
              <button type="button" className="btn" onClick={() => step(1)}>
                {t('photo.next')}
              </button>
            </>
          )}
          <button type="button" className="btn" autoFocus onClick={() => dialog.current?.close()}>
            {t('common.close')}
          </button>
        </div>
      </dialog>
    </div>
  );
}
