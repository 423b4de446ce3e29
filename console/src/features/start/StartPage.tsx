/** The first page: what this is, the citizen's way in, the hall's way in. */
import './start.css';
import { useEffect, useState } from 'react';
import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { homeOf } from '../../app/access.ts';
import { useCity } from '../../app/city.ts';
import { setPrefs, usePrefs } from '../../app/prefs.ts';
import { signIn, signInDemo, signOut, useSession, type Me } from '../../app/session.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Sentence } from '../../source/refusal.ts';
import { wakeSound } from '../../ui/tones.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { DemoDoors, useDemoPeople } from './DemoDoors.tsx';

/** Where to after the sign-in: back where the person was sent from, within this console only. */
function wayBack(search: string): string | null {
  const back = new URLSearchParams(search).get('back');
  return back !== null && /^\/(?!\/)/.test(back) && back !== '/' ? back : null;
}

/** Signing in, whichever way; lands at the person's desk. */
function useEntrance(): { isBusy: boolean; trouble: Sentence | null; enter: (how: () => Promise<Me>) => Promise<void> } {
  const [, go] = useLocation();
  const search = useSearch();
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Sentence | null>(null);
  async function enter(how: () => Promise<Me>): Promise<void> {
    wakeSound();
    setBusy(true);
    setTrouble(null);
    try {
      const me = await how();
      go(wayBack(search) ?? homeOf(me) ?? '/', { replace: true });
    } catch (error) {
      setTrouble(sentenceOf(error));
      setBusy(false);
    }
  }
  return { isBusy, trouble, enter };
}

function SignIn() {
  const { t } = useTongue();
  const session = useSession();
  const { isBusy, trouble, enter } = useEntrance();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');

  return (
    <form className="start-card" onSubmit={(event) => {
        event.preventDefault();
        void enter(() => signIn(login.trim(), password));
      }}>
      <h2>{t('start.staff')}</h2>
      {session.state === 'out' && session.hasExpired && <p className="hint warn">{t('start.expired')}</p>}
      <label>
        <span className="label">{t('start.login')}</span>
        <input
          className="field"
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={40}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </label>
      <label>
        <span className="label">{t('start.password')}</span>
        <input
          className="field"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <Trouble sentence={trouble} />
      <button type="submit" className="btn primary" disabled={isBusy}>
        {isBusy ? t('start.signing_in') : t('start.sign_in')}
      </button>
    </form>
  );
}

function NoDesk({ me }: { me: Me }) {
  const { t, term } = useTongue();
  return (
    <div className="start-card">
      <h2>{me.name}</h2>
      <p>{t('start.no_desk', { roles: me.roles.map((role) => term('role', role)).join(' · ') })}</p>
      <button type="button" className="btn" onClick={() => void signOut()}>
        {t('bar.sign_out')}
      </button>
    </div>
  );
}

function Demo() {
  const people = useDemoPeople();
  const { isBusy, trouble, enter } = useEntrance();
  if (people.length === 0) return null;
  return (
    <>
      <DemoDoors people={people} isBusy={isBusy} onEnter={(one) => void enter(() => signInDemo(one.login))} />
      <Trouble sentence={trouble} />
    </>
  );
}

export default function StartPage() {
  const { t, lang, pick } = useTongue();
  const { theme } = usePrefs();
  const city = useCity();
  const session = useSession();
  useEffect(() => {
    document.title = t('app.full');
  }, [t]);

  if (session.state === 'in') {
    const home = homeOf(session.me);
    if (home !== null) return <Redirect to={home} replace />;
  }
  return (
    <div className="start">
      <header className="start-bar">
        <button
          type="button"
          className="btn quiet"
          lang={lang === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setPrefs({ language: lang === 'zh' ? 'en' : 'zh' })}
        >
          {t('bar.other_language')}
        </button>
        <button
          type="button"
          className="btn quiet"
          onClick={() => setPrefs({ theme: theme === 'dark' ? 'light' : 'dark' })}
        >
          {theme === 'dark' ? t('bar.light') : t('bar.dark')}
        </button>
      </header>
      <main className="start-main">
        <section className="start-lead">
          <img src="/icon.svg" alt="" width="64" height="64" />
          <h1>{t('app.full')}</h1>
          <p className="start-what">{t('start.what')}</p>
          <Link href="/report" className="start-report">
            {t('report.title')}
            <small>{t('start.report_hint')}</small>
          </Link>
          <ol className="start-chain">
            <li>{t('start.chain.report')}</li>
            <li>{t('start.chain.seat')}</li>
            <li>{t('start.chain.crew')}</li>
            <li>{t('start.chain.scene')}</li>
            <li>{t('start.chain.review')}</li>
            <li>{t('start.chain.rate')}</li>
          </ol>
        </section>
        {session.state === 'in' ? <NoDesk me={session.me} /> : <SignIn />}
        {session.state !== 'in' && <Demo />}
      </main>
      <footer className="start-foot muted">
        {city !== null && (
          <>
            {pick(city.title_zh, city.title_en)} · {pick(city.attribution_zh, city.attribution_en)}
          </>
        )}
      </footer>
    </div>
  );
}
