/** The bar above every desk: who, where, the line to the hall, the hall's time, likes, help. */
import { Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useTongue } from '../i18n/index.ts';
import { clockOf, dayOf, secondsOf } from '../ui/time.ts';
import { useKeys } from '../ui/keys.ts';
import { play } from '../ui/tones.ts';
import { desksOf } from './access.ts';
import { useCity } from './city.ts';
import { useNow } from './clock.ts';
import { Help } from './Help.tsx';
import { LinkPill } from './LinkPill.tsx';
import { setPrefs, usePrefs } from './prefs.ts';
import { signOut, useMe } from './session.ts';
import { VoicePill } from './VoicePill.tsx';

function HallClock() {
  const { t } = useTongue();
  const now = useNow();
  return (
    <span className="num desk-clock" title={t('bar.hall_time', { at: `${dayOf(now)} ${clockOf(now)}` })}>
      {secondsOf(now)}
    </span>
  );
}

function Likes() {
  const { t, term, lang } = useTongue();
  const me = useMe();
  const { theme, isMuted } = usePrefs();
  const items: MenuProps['items'] = [
    { key: 'who', label: me.roles.map((role) => term('role', role)).join(' · '), disabled: true },
    { type: 'divider' },
    { key: 'language', label: t('bar.other_language') },
    { key: 'theme', label: theme === 'dark' ? t('bar.light') : t('bar.dark') },
    { key: 'sound', label: isMuted ? t('bar.unmute') : t('bar.mute') },
    { key: 'notices', label: t('bar.notices') },
    { type: 'divider' },
    { key: 'out', label: t('bar.sign_out') },
  ];
  function onClick({ key }: { key: string }): void {
    if (key === 'language') setPrefs({ language: lang === 'zh' ? 'en' : 'zh' });
    if (key === 'theme') setPrefs({ theme: theme === 'dark' ? 'light' : 'dark' });
    if (key === 'sound') {
      setPrefs({ isMuted: !isMuted });
      if (isMuted) play('done', false);
    }
    if (key === 'notices' && typeof Notification !== 'undefined') void Notification.requestPermission();
    if (key === 'out') void signOut();
  }
  return (
    <Dropdown menu={{ items, onClick }} trigger={['click']} placement="bottomRight">
      <button type="button" className="btn quiet desk-me" aria-label={t('bar.menu', { name: me.name })}>
        <span className="cut">{me.name}</span>
        {isMuted && <span aria-hidden="true">🔇</span>}
        <span aria-hidden="true">▾</span>
      </button>
    </Dropdown>
  );
}

export function DeskBar() {
  const { t, pick } = useTongue();
  const me = useMe();
  const city = useCity();
  const [path] = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useKeys({ '?': () => setHelpOpen(true) });

  return (
    <header className="desk-bar">
      <span className="desk-mark" title={t('app.full')}>
        <img src="/icon.svg" alt="" width="20" height="20" />
        {t('app.name')}
      </span>
      <nav aria-label={t('bar.desks')}>
        {desksOf(me).map((desk) =>
          desk.isAlone === true ? (
            <a key={desk.path} href={desk.path} className="desk-link" target="_blank" rel="noopener" title={t('bar.own_window')}>
              {t(desk.label)} <span aria-hidden="true">↗</span>
            </a>
          ) : (
            <Link
              key={desk.path}
              href={desk.path}
              className="desk-link"
              aria-current={path === desk.path ? 'page' : undefined}
            >
              {t(desk.label)}
            </Link>
          ),
        )}
      </nav>
      <span className="grow cut muted">{city === null ? '' : pick(city.title_zh, city.title_en)}</span>
      <VoicePill />
      <LinkPill />
      <HallClock />
      <button type="button" className="btn quiet small" aria-label={t('help.title')} onClick={() => setHelpOpen(true)}>
        <kbd>?</kbd>
      </button>
      <Likes />
      <Help isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </header>
  );
}
