/** Switching the map's layers on and off, by keyboard as well. */
import { useRef, useState, type ReactNode } from 'react';
import { useTongue } from '../i18n/index.ts';
import { useKeys } from '../ui/keys.ts';
import { LAYERS, setLayer, useLayers } from './layers.ts';

export function LayersControl({ children }: { children?: ReactNode }) {
  const { t } = useTongue();
  const layers = useLayers();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const open = () => {
    setOpen(true);
    setTimeout(() => first.current?.focus());
  };
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useKeys({ l: () => (isOpen ? close() : open()) });
  return (
    <div className="map-layers">
      <button
        ref={button}
        type="button"
        className="btn small"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : open())}
      >
        {t('layers.button')} <kbd>l</kbd>
      </button>
      {isOpen && (
        <div
          className="map-layers-list"
          role="group"
          aria-label={t('layers.title')}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            close();
          }}
        >
          {LAYERS.map((name, index) => (
            <label key={name}>
              <input
                ref={index === 0 ? first : undefined}
                type="checkbox"
                checked={layers[name]}
                onChange={(event) => setLayer(name, event.target.checked)}
              />
              {t(`layers.${name}`)}
            </label>
          ))}
          {children}
        </div>
      )}
    </div>
  );
}
