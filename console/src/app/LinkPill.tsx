/** How the line to the hall stands; a lost one is seen and heard at once. */
import { useEffect, useRef } from 'react';
import { useTongue } from '../i18n/index.ts';
import { play } from '../ui/tones.ts';
import { useLink } from './hall.ts';
import { currentPrefs } from './prefs.ts';

const SIGNS = { open: '●', connecting: '◌', lost: '✕', signed_out: '✕' } as const;
const TONES = { open: 'ok', connecting: '', lost: 'danger', signed_out: 'danger' } as const;

export function LinkPill() {
  const { t } = useTongue();
  const link = useLink();
  const before = useRef(link);
  useEffect(() => {
    if (before.current === 'open' && link === 'lost') play('lost', currentPrefs().isMuted);
    before.current = link;
  }, [link]);
  return (
    <span className={`tag ${TONES[link]}`} role="status" aria-live="polite">
      <span aria-hidden="true">{SIGNS[link]}</span>
      {t(`link.${link}`)}
    </span>
  );
}
