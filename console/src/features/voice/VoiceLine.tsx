/** The seat's line in one row: whether one can speak, how loud, how well it passes; and the way to the devices. */
import './voice.css';
import { lazy, Suspense, useState } from 'react';
import { useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { troubleOf } from '../../source/lineState.ts';
import { Level } from './Level.tsx';
import { LineNote } from './LineNote.tsx';

const DevicesDialog = lazy(() => import('./DevicesDialog.tsx'));

export function VoiceLine() {
  const { t, term } = useTongue();
  const { line, quality, isMuted } = useVoice();
  const [isOpen, setOpen] = useState(false);
  const trouble = troubleOf(line);
  const isUp = trouble === null && line.media === 'up';
  const state = trouble !== null ? 'trouble' : line.joined !== null && line.joined.mode !== 'held' ? 'joined' : isUp ? 'parked' : 'connecting';
  const tone = trouble === null ? (isUp ? 'ok' : '') : trouble === 'unavailable' || trouble === 'unasked' ? '' : 'danger';
  return (
    <>
      <div className="row voice-line">
        <span className={`tag ${tone}`} role="status">
          <span aria-hidden="true">{isUp ? '●' : trouble === null ? '◌' : '✕'}</span>
          {t(`voice.state.${state}`)}
        </span>
        {isUp && (quality === 'fair' || quality === 'poor' || quality === 'silent') && (
          <span className={quality === 'fair' ? 'tag warn' : 'tag danger'}>{term('voice.quality', quality)}</span>
        )}
        {isUp && isMuted && <span className="tag warn">{term('leg.mode', 'muted')}</span>}
        {isUp && <Level of="own" label={t('call.level_own')} />}
        <span className="grow" />
        <button type="button" className="btn small quiet" onClick={() => setOpen(true)}>
          {t('voice.devices')}
        </button>
      </div>
      <LineNote />
      {isOpen && (
        <Suspense fallback={null}>
          <DevicesDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
