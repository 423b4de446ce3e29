/** Loudness, marks and lanes of a recording along one line of time. */
import { memo, useMemo, type PointerEvent } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { secondsOf } from '../../ui/time.ts';
import { laneName } from './laneName.ts';
import { peaksOf, positionText, waveOf, type Lane, type Mark, type Recording } from './recording.ts';

export interface WaveformProps {
  readonly recording: Recording;
  readonly position: number;
  readonly marks: readonly Mark[];
  readonly onSeek: (s: number) => void;
}

const Wave = memo(function Wave({ peaks }: { peaks: string }) {
  const levels = useMemo(() => peaksOf(peaks), [peaks]);
  return (
    <svg viewBox={`0 0 ${Math.max(1, levels.length - 1)} 100`} preserveAspectRatio="none" aria-hidden="true">
      <path d={waveOf(levels)} />
    </svg>
  );
});

const Lanes = memo(function Lanes({ lanes, seconds }: { lanes: readonly Lane[]; seconds: number }) {
  const { t } = useTongue();
  const nameOf = (lane: Lane) => laneName(lane.kind, lane.name, t);
  return (
    <ul className="lanes" aria-label={t('recording.lanes')}>
      {lanes.map((lane, index) => (
        <li key={lane.leg_id ?? index} className={`lane ${lane.kind ?? 'unknown'}`}>
          <span className="lane-name" title={nameOf(lane)}>
            {nameOf(lane)}
          </span>
          <svg className="lane-track" viewBox={`0 0 ${seconds} 10`} preserveAspectRatio="none" aria-hidden="true">
            {lane.speaks.map(([from, to]) => (
              <rect key={from} x={from} width={Math.max(to - from, seconds / 800)} y={1} height={8} />
            ))}
          </svg>
        </li>
      ))}
    </ul>
  );
});

export function Waveform({ recording, position, marks, onSeek }: WaveformProps) {
  const { t } = useTongue();
  const { seconds } = recording;
  const percent = (s: number) => `${(100 * s) / Math.max(seconds, 0.001)}%`;

  function point(event: PointerEvent<HTMLDivElement>): void {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - box.left) / box.width) * seconds);
  }
  return (
    <div className="recording-time">
      <div className="marks">
        {marks.map((mark) => (
          <button
            key={mark.id}
            type="button"
            className="mark"
            style={{ left: percent(mark.s) }}
            title={t('recording.mark', { at: secondsOf(mark.at), what: mark.text })}
            aria-label={t('recording.mark', { at: secondsOf(mark.at), what: mark.text })}
            onClick={() => onSeek(mark.s)}
          />
        ))}
      </div>
      <div
        className="wave"
        role="slider"
        tabIndex={-1}
        aria-label={t('recording.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(seconds)}
        aria-valuenow={Math.round(position)}
        aria-valuetext={positionText(position)}
        onPointerDown={point}
        onPointerMove={point}
      >
        <Wave peaks={recording.peaks} />
        <div className="wave-played" style={{ width: percent(position) }} />
        {marks.map((mark) => (
          <i key={mark.id} style={{ left: percent(mark.s) }} />
        ))}
      </div>
      <Lanes lanes={recording.lanes} seconds={Math.max(seconds, 0.001)} />
      <div className="cursor-track" aria-hidden="true">
        <div className="cursor" style={{ left: percent(position) }} />
      </div>
    </div>
  );
}
