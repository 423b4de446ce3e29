/** Says in the bar that the telephone is less than whole, and why; silent while all is well. */
import { useTongue } from '../i18n/index.ts';
import { useVoiceLevel, type VoiceNow } from './voiceLevel.ts';

/** What the badge says; null while voice is whole. */
export function badgeOf(now: VoiceNow | null): 'none' | 'limited' | 'disturbed' | null {
  if (now === null) return null;
  if (now.down.length > 0 || now.waiting > 0 || now.let_go > 0) return 'disturbed';
  if (now.level === 'full') return null;
  return now.level === 'none' ? 'none' : 'limited';
}

export function VoicePill() {
  const { t, pick } = useTongue();
  const now = useVoiceLevel();
  const badge = badgeOf(now);
  if (now === null || badge === null) return null;
  return (
    <span className={`tag ${badge === 'disturbed' ? 'danger' : 'warn'}`} role="status" title={pick(now.zh, now.en)}>
      <span aria-hidden="true">☎</span>
      {t(`voice.${badge}`)}
    </span>
  );
}
