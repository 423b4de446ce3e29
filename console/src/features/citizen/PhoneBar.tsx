/** The bar above a citizen's page: large type and the other language, one touch each. */
import { useState } from 'react';
import { setPrefs } from '../../app/prefs.ts';
import { useTongue } from '../../i18n/index.ts';

const STORED = 'yyl.big';

export function useBigType(): readonly [boolean, () => void] {
  const [isBig, setBig] = useState(() => localStorage.getItem(STORED) === 'yes');
  function turn(): void {
    localStorage.setItem(STORED, isBig ? 'no' : 'yes');
    setBig(!isBig);
  }
  return [isBig, turn];
}

export function PhoneBar({ title, isBig, turnBig }: { title: string; isBig: boolean; turnBig: () => void }) {
  const { t, lang } = useTongue();
  return (
    <header className="phone-bar">
      <img src="/icon.svg" alt="" width="28" height="28" />
      <h1>{title}</h1>
      <button type="button" className="btn small" aria-pressed={isBig} onClick={turnBig}>
        {t('citizen.big')}
      </button>
      <button
        type="button"
        className="btn small"
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setPrefs({ language: lang === 'zh' ? 'en' : 'zh' })}
      >
        {t('bar.other_language')}
      </button>
    </header>
  );
}
