/** The frame of every desk: the bar above, the page below. */
import './desk.css';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useEffect } from 'react';
import { Route, Switch, useLocation, useSearch } from 'wouter';
import { useTongue } from '../i18n/index.ts';
import { wakeSound } from '../ui/tones.ts';
import { Alarms } from './Alarms.tsx';
import { DeskBar } from './DeskBar.tsx';
import { PaneBar } from './PaneBar.tsx';
import { DESKS } from './access.ts';
import { Boundary } from './Boundary.tsx';
import { useHasSnapshot } from './hall.ts';
import { usePrefs } from './prefs.ts';
import { antdTheme } from './theme.ts';
import { closeVoice, openVoice } from './voice.ts';

const SeatPage = lazy(() => import('../features/intake/SeatPage.tsx'));
const BoardPage = lazy(() => import('../features/board/BoardPage.tsx'));
const FilePage = lazy(() => import('../features/file/FilePage.tsx'));
const ReviewPage = lazy(() => import('../features/oversight/ReviewPage.tsx'));
const AdminPage = lazy(() => import('../features/admin/AdminPage.tsx'));
const DutyPage = lazy(() => import('../features/duty/DutyPage.tsx'));
const PlanningPage = lazy(() => import('../features/planning/PlanningPage.tsx'));
const PartnerPage = lazy(() => import('../features/liaison/PartnerPage.tsx'));
const ExchangePage = lazy(() => import('../features/liaison/ExchangePage.tsx'));
const InspectionPage = lazy(() => import('../features/oversight/InspectionPage.tsx'));

function Waiting() {
  const { t } = useTongue();
  return (
    <p className="empty" role="status">
      {t('common.first_picture')}
    </p>
  );
}

function Page() {
  const hasSnapshot = useHasSnapshot();
  if (!hasSnapshot) return <Waiting />;
  return (
    <Suspense fallback={<Waiting />}>
      <Switch>
        <Route path="/seat" component={SeatPage} />
        <Route path="/board" component={BoardPage} />
        <Route path="/duty" component={DutyPage} />
        <Route path="/planning" component={PlanningPage} />
        <Route path="/review" component={ReviewPage} />
        <Route path="/inspection" component={InspectionPage} />
        <Route path="/partner" component={PartnerPage} />
        <Route path="/exchange" component={ExchangePage} />
        <Route path="/admin" component={AdminPage} />
        <Route path="/incidents/:id">{({ id }) => <FilePage key={id} id={id} />}</Route>
      </Switch>
    </Suspense>
  );
}

export default function Desk() {
  const { t, lang } = useTongue();
  const { theme } = usePrefs();
  const [path] = useLocation();
  // A part of the board in a window of its own: no bar, only how the line stands.
  const pane = new URLSearchParams(useSearch()).get('pane');

  useEffect(() => {
    const desk = DESKS.find((one) => one.path === path);
    document.title = `${desk === undefined ? t('file.title') : t(desk.label)} · ${t('app.name')}`;
  }, [path, t]);
  // The seat's line stays while its person looks into a file or at the board.
  const isSeat = path === '/seat';
  useEffect(() => {
    if (isSeat) openVoice();
  }, [isSeat]);
  useEffect(() => closeVoice, []);
  useEffect(() => {
    // Browsers let a page sound only after the first touch or key.
    addEventListener('pointerdown', wakeSound);
    addEventListener('keydown', wakeSound);
    return () => {
      removeEventListener('pointerdown', wakeSound);
      removeEventListener('keydown', wakeSound);
    };
  }, []);

  return (
    <ConfigProvider theme={antdTheme(theme)} locale={lang === 'zh' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>
        <div className="desk">
          {pane === null ? <DeskBar /> : <PaneBar pane={pane} />}
          <Alarms />
          {/* It scrolls on small screens: the keyboard must reach it where nothing inside takes the focus. */}
          <main className="desk-page" tabIndex={0}>
            <Boundary key={path}>
              <Page />
            </Boundary>
          </main>
        </div>
      </AntApp>
    </ConfigProvider>
  );
}
