/** What was said, beside the recording: a line leads into the sound, the one that is heard now is marked. */
import { useTongue } from '../../i18n/index.ts';
import { laneName } from './laneName.ts';
import { positionText } from './recording.ts';
import type { Transcript } from './useTranscript.ts';

export interface TranscriptLinesProps {
  readonly transcript: Transcript;
  readonly position: number;
  readonly onSayWhy: () => void;
  readonly onPlay: (s: number) => void;
}

export function TranscriptLines({ transcript, position, onSayWhy, onPlay }: TranscriptLinesProps) {
  const { t } = useTongue();
  const { lines } = transcript;
  if (lines.length === 0) return null;
  return (
    <details className="transcript" open={!transcript.is_hidden}>
      <summary>
        {t('heard.beside')} <span className="muted num">{t('heard.lines', { n: lines.length })}</span>{' '}
        <span className="muted">{transcript.recogniser}</span>
      </summary>
      {transcript.is_hidden ? (
        <button type="button" className="btn small no-print" onClick={onSayWhy}>
          {t('heard.say_why')}
        </button>
      ) : (
        <ol>
          {lines.map((one, index) => {
            const at = positionText(one.began_s);
            const isNow = position >= one.began_s && position < one.ended_s;
            return (
              <li key={index} aria-current={isNow ? 'true' : undefined} className={one.leg_kind === 'citizen' ? 'caller' : undefined}>
                <button type="button" title={t('heard.play_from', { at })} onClick={() => onPlay(one.began_s)}>
                  <span className="num muted">{at}</span>
                  <span className="muted">{laneName(one.leg_kind ?? null, null, t)}</span>
                  <span className="transcript-words">{one.text ?? <em>{t('heard.erased')}</em>}</span>
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </details>
  );
}
