/** What stands in the way of speaking, and what to do about it; nothing when all is well. */
import { askMicrophone, hurryVoice, takeVoiceHere, useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { troubleOf } from '../../source/lineState.ts';

const TONES = { unavailable: 'hint', unasked: 'hint', elsewhere: 'hint warn' } as Readonly<Record<string, string>>;

export function LineNote() {
  const { t } = useTongue();
  const { line, isBlocked } = useVoice();
  const trouble = troubleOf(line);
  if (trouble === null) {
    if (!isBlocked || line.media !== 'up') return null;
    return (
      <p className="hint warn" role="status">
        {t('voice.blocked')}
      </p>
    );
  }
  const mends: Partial<Record<typeof trouble, readonly [text: string, what: () => void]>> = {
    unasked: [t('voice.allow'), askMicrophone],
    refused: [t('voice.ask_again'), askMicrophone],
    absent: [t('voice.ask_again'), askMicrophone],
    taken: [t('voice.ask_again'), askMicrophone],
    lost: [t('voice.try_now'), hurryVoice],
    media: [t('voice.try_now'), hurryVoice],
    elsewhere: [t('voice.take_here'), takeVoiceHere],
  };
  const mend = mends[trouble];
  return (
    <div className={`${TONES[trouble] ?? 'trouble'} voice-note`} role="status">
      <span className="grow">{t(`voice.trouble.${trouble}`)}</span>
      {mend !== undefined && (
        <button type="button" className="btn small" onClick={mend[1]}>
          {mend[0]}
        </button>
      )}
    </div>
  );
}
