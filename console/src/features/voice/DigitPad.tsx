/** Keys for a menu at the other end. Each is sent as it is pressed, and shown. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTongue } from '../../i18n/index.ts';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const SHOWN = 20;

export function DigitPad({ onDigit, onClose }: { onDigit: (digit: string) => void; onClose: () => void }) {
  const { t } = useTongue();
  const [sent, setSent] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => pad.current?.focus(), []);

  function press(digit: string): void {
    setSent((before) => (before + digit).slice(-SHOWN));
    onDigit(digit);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    } else if ((KEYS as readonly string[]).includes(event.key) && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      // Digits are the crews' keys elsewhere; here they belong to the pad.
      event.stopPropagation();
      press(event.key);
    }
  }

  return (
    <div ref={pad} className="call-panel" role="group" aria-label={t('call.pad_what')} tabIndex={-1} onKeyDown={onKey}>
      <div className="call-pad">
        {KEYS.map((key) => (
          <button key={key} type="button" className="btn small" onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
      <span className="num call-sent" role="status">
        {sent === '' ? t('call.pad_hint') : sent}
      </span>
      <button type="button" className="btn small quiet" onClick={onClose}>
        {t('common.close')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}
