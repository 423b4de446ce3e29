/** 我不方便说话: one touch; three seconds to take it back, then it goes with the position, without a sound. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { usePosition, type PhonePosition } from './usePosition.ts';

const GRACE_S = 3;

export interface SilentCallProps {
  readonly isSilent: boolean;
  readonly onSend: (position: PhonePosition | null) => void;
}

export function SilentCall({ onSend }: SilentCallProps) {
  const { t } = useTongue();
  const { ask } = usePosition();
  const [left, setLeft] = useState<number | null>(null);
  const fix = useRef<Promise<PhonePosition | null> | null>(null);
  const send = useEffectEvent(onSend);

  useEffect(() => {
    if (left === null) return undefined;
    if (left > 0) {
      const timer = setTimeout(() => setLeft(left - 1), 1_000);
      return () => clearTimeout(timer);
    }
    setLeft(null);
    void fix.current?.then((position) => send(position));
    return undefined;
  }, [left]);

  if (left !== null) {
    return (
      <section className="card silent" role="status">
        <strong>{t('silent.sending', { n: left })}</strong>
        <button type="button" className="btn block" autoFocus onClick={() => setLeft(null)}>
          {t('silent.stop')}
        </button>
      </section>
    );
  }
  return (
    <section className="card silent">
      <button
        type="button"
        className="btn block"
        onClick={() => {
          fix.current = ask(4_000);
          setLeft(GRACE_S);
        }}
      >
        {t('silent.button')}
      </button>
      <p className="muted">{t('silent.what')}</p>
    </section>
  );
}
