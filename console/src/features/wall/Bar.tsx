/** The wall's own bar: what and where, the line, the time; and its theme, which is the screen's, not a person's. */
import { useEffect } from 'react';
import { homeOf } from '../../app/access.ts';
import { useCity } from '../../app/city.ts';
import { useNow } from '../../app/clock.ts';
import { LinkPill } from '../../app/LinkPill.tsx';
import { usePrefs, wearTheme } from '../../app/prefs.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { SeatsPlanned } from '../duty/SeatsPlanned.tsx';
import { dayOf, secondsOf } from '../../ui/time.ts';

const STORED = 'yyl.wall.theme';

function Clock() {
  const now = useNow();
  return (
    <span className="num wall-clock">
      {dayOf(now)} {secondsOf(now)}
    </span>
  );
}

/** Dark unless somebody chose otherwise for this screen. */
export function useWallTheme(): void {
  useEffect(() => {
    wearTheme(localStorage.getItem(STORED) === 'light' ? 'light' : 'dark');
    return () => wearTheme(null);
  }, []);
}

export function Bar() {
  const { t, pick } = useTongue();
  const { theme } = usePrefs();
  const me = useMe();
  const city = useCity();
  function turn(): void {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(STORED, next);
    wearTheme(next);
  }
  return (
    <header className="wall-bar">
      <img src="/icon.svg" alt="" width="32" height="32" />
      <h1>{t('wall.title')}</h1>
      <span className="grow cut muted">{city !== null && pick(city.title_zh, city.title_en)}</span>
      <SeatsPlanned />
      <LinkPill />
      <button type="button" className="btn quiet" onClick={turn}>
        {theme === 'dark' ? t('bar.light') : t('bar.dark')}
      </button>
      <a className="btn quiet" href={homeOf(me) ?? '/'}>
        {t('wall.back')}
      </a>
      <Clock />
    </header>
  );
}
