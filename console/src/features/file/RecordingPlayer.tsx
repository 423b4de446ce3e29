/** One call's recording: played once it was said why, with the incident's facts on its waveform. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { holds } from '../../app/access.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { fill } from '../../source/http.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import { Empty } from '../../ui/Trouble.tsx';
import { Hold } from './Hold.tsx';
import { Originals } from './Originals.tsx';
import { TranscriptLines } from './TranscriptLines.tsx';
import { Waveform } from './Waveform.tsx';
import { positionText, type Mark, type Recording } from './recording.ts';
import { useTranscript } from './useTranscript.ts';
import { usePlayer } from './usePlayer.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;
const STEP_S = 5;

export interface Wanted {
  readonly recordingId: string;
  readonly s: number;
  /** Rises with every click, so that the same moment can be asked for twice. */
  readonly n: number;
}

export interface RecordingPlayerProps {
  readonly recording: Recording;
  readonly marks: readonly Mark[];
  readonly wanted: Wanted | null;
  readonly onChanged: () => void;
}

export function RecordingPlayer({ recording, marks, wanted, onChanged }: RecordingPlayerProps) {
  const { t } = useTongue();
  const me = useMe();
  const action = useAction();
  const [saidWhy, setSaidWhy] = useState(recording.listens_until !== null);
  const [isAsking, setAsking] = useState(false);
  const isPlayable = recording.mime !== null && recording.erased_at === null;
  const src = isPlayable && saidWhy ? fill('/api/evidence/recordings/{recording_id}/sound', { recording_id: recording.id }) : null;
  const { ref, isPlaying, isBroken, position, speed, setSpeed, toggle, seek } = usePlayer(src, recording.seconds);
  const transcript = useTranscript(recording.id, saidWhy);
  const box = useRef<HTMLDivElement>(null);
  const playsNext = useRef(false);
  const keeps = holds(me, 'commander', 'reviewer', 'inspector');

  useEffect(() => {
    if (wanted === null) return;
    seek(wanted.s);
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [wanted, seek]);
  useEffect(() => {
    // The sound element has its address only now.
    if (src === null || !playsNext.current) return;
    playsNext.current = false;
    seek(position);
    toggle();
    // oxlint-disable-next-line react/exhaustive-deps -- once, when it may be played
  }, [src]);

  function play(): void {
    if (saidWhy) toggle();
    else if (isPlayable) setAsking(true);
  }
  function playFrom(s: number): void {
    seek(s);
    if (!isPlaying) play();
  }
  async function sayWhy(purpose: string): Promise<boolean> {
    return action.run(async (send) => {
      const values = { recording_id: recording.id };
      await send({ path: '/api/evidence/recordings/{recording_id}/listen', values, body: { purpose } });
      playsNext.current = true;
      setSaidWhy(true);
    });
  }
  function onKey(event: KeyboardEvent<HTMLDivElement>): void {
    const own = event.target === event.currentTarget || (event.target as HTMLElement).classList.contains('wave');
    if (!own || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ' || event.key === 'k') play();
    else if (event.key === 'ArrowLeft') seek(position - STEP_S);
    else if (event.key === 'ArrowRight') seek(position + STEP_S);
    else if (event.key === 'Home') seek(0);
    else if (event.key === 'End') seek(recording.seconds);
    else return;
    event.preventDefault();
  }
  const at = Date.parse(recording.started_at);
  return (
    <div
      ref={box}
      className="recording"
      role="group"
      tabIndex={0}
      aria-label={t('recording.player', { day: dayOf(at), at: secondsOf(at) })}
      title={isPlayable ? t('recording.keys') : undefined}
      onKeyDown={onKey}
    >
      <div className="row wrap">
        <strong className="num">
          {dayOf(at)} {secondsOf(at)}
        </strong>
        <span className="muted num">{positionText(recording.seconds)}</span>
        <span className="grow" />
        <Hold recording={recording} canHold={keeps} onDone={onChanged} />
      </div>
      {isPlayable ? (
        <>
          <Waveform recording={recording} position={position} marks={marks} onSeek={seek} />
          <div className="row wrap no-print">
            <button type="button" className="btn primary" onClick={play}>
              {t(isPlaying ? 'recording.pause' : 'recording.play')}
            </button>
            <button type="button" className="btn" title={t('recording.back')} onClick={() => seek(position - STEP_S)}>
              −{STEP_S} s
            </button>
            <button type="button" className="btn" title={t('recording.on')} onClick={() => seek(position + STEP_S)}>
              +{STEP_S} s
            </button>
            <span className="num" aria-live="off">
              {positionText(position)} · {secondsOf(at + position * 1000)}
            </span>
            <span className="grow" />
            <label className="row">
              <span className="muted">{t('recording.speed')}</span>
              <select className="field speed" value={speed} onChange={(event) => setSpeed(Number(event.target.value))}>
                {SPEEDS.map((one) => (
                  <option key={one} value={one}>
                    {one}×
                  </option>
                ))}
              </select>
            </label>
          </div>
          {isBroken && (
            <p className="trouble" role="alert">
              {t('recording.cannot_play')}
            </p>
          )}
          <audio ref={ref} {...(src === null ? {} : { src })} preload="metadata" />
        </>
      ) : (
        <Empty
          title={
            recording.erased_at === null ? t('recording.nothing') : t('recording.gone', { day: dayOf(recording.erased_at) })
          }
        />
      )}
      {transcript !== null && (
        <TranscriptLines
          transcript={transcript}
          position={position}
          onSayWhy={() => setAsking(true)}
          onPlay={playFrom}
        />
      )}
      <Originals recording={recording} canTake={keeps} />
      <ReasonDialog
        isOpen={isAsking}
        title={t('recording.why')}
        label={t('recording.purpose')}
        usual={[t('recording.verify'), t('recording.quality'), t('recording.complaint')]}
        least={4}
        ok={t('recording.play')}
        trouble={action.trouble}
        onOk={sayWhy}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
