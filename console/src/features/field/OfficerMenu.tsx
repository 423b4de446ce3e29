/** Likes and duties of the officer's phone: position, sound, language, theme, out. */
import { useState } from 'react';
import { setPrefs, usePrefs } from '../../app/prefs.ts';
import { signOut } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { useOwnPosition } from './useOwnPosition.ts';

const STORED = 'yyl.position';

export function OfficerMenu({ crew, who }: { crew: Of<'crew'> | undefined; who: string }) {
  const { t, lang, term } = useTongue();
  const { theme, isMuted } = usePrefs();
  const [isWanted, setWanted] = useState(() => localStorage.getItem(STORED) !== 'no');
  const isOnDuty = crew?.duty === 'on_duty';
  const sharing = useOwnPosition(isWanted && isOnDuty);

  function turn(): void {
    localStorage.setItem(STORED, isWanted ? 'no' : 'yes');
    setWanted(!isWanted);
  }
  return (
    <details className="card">
      <summary>
        {who}
        {crew !== undefined && ` · ${isOnDuty ? t('crew.on_duty') : t('crew.group.off')}`} ·{' '}
        {term('sharing', isOnDuty ? sharing : 'off')}
      </summary>
      <div className="chips officer-menu">
        <button type="button" className="btn small" aria-pressed={isWanted} onClick={turn}>
          {t('field.share')}
        </button>
        <button type="button" className="btn small" aria-pressed={!isMuted} onClick={() => setPrefs({ isMuted: !isMuted })}>
          {isMuted ? t('bar.unmute') : t('bar.mute')}
        </button>
        <button
          type="button"
          className="btn small"
          onClick={() => setPrefs({ theme: theme === 'dark' ? 'light' : 'dark' })}
        >
          {theme === 'dark' ? t('bar.light') : t('bar.dark')}
        </button>
        <button
          type="button"
          className="btn small"
          lang={lang === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setPrefs({ language: lang === 'zh' ? 'en' : 'zh' })}
        >
          {t('bar.other_language')}
        </button>
        <button type="button" className="btn small" onClick={() => void signOut()}>
          {t('bar.sign_out')}
        </button>
      </div>
    </details>
  );
}
