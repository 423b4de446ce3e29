/** Routes. Each page is a file of its own, so that a phone loads only what it shows. */
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useTongue } from '../i18n/index.ts';
import { desksOf, homeOf } from './access.ts';
import { Boundary } from './Boundary.tsx';
import { useSession, type Me } from './session.ts';

const StartPage = lazy(() => import('../features/start/StartPage.tsx'));
const ReportPage = lazy(() => import('../features/citizen/ReportPage.tsx'));
const FollowPage = lazy(() => import('../features/citizen/FollowPage.tsx'));
const OfficerPage = lazy(() => import('../features/field/OfficerPage.tsx'));
const WallPage = lazy(() => import('../features/wall/WallPage.tsx'));
const Desk = lazy(() => import('./Desk.tsx'));

function Loading() {
  const { t } = useTongue();
  return (
    <p className="empty" role="status">
      {t('common.loading')}
    </p>
  );
}

/** What only people of the hall reach; others are asked to sign in and come back here. */
function Inside() {
  const session = useSession();
  if (session.state === 'unknown') return <Loading />;
  if (session.state === 'out') {
    const back = location.pathname + location.search;
    return <Redirect to={`/?back=${encodeURIComponent(back)}`} replace />;
  }
  return <Allowed me={session.me} />;
}

function Allowed({ me }: { me: Me }) {
  const [path] = useLocation();
  const isDesk = desksOf(me).some((desk) => path === desk.path);
  const isFile = path.startsWith('/incidents/');
  if (!isDesk && !isFile) return <Redirect to={homeOf(me) ?? '/'} replace />;
  if (path === '/officer') return <OfficerPage />;
  return path === '/wall' ? <WallPage /> : <Desk />;
}

export function App() {
  return (
    <Boundary>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/" component={StartPage} />
          <Route path="/report">{() => <ReportPage />}</Route>
          <Route path="/q/:code">{({ code }) => <ReportPage plate={code} />}</Route>
          <Route path="/r/:token">{({ token }) => <FollowPage token={token} />}</Route>
          <Route component={Inside} />
        </Switch>
      </Suspense>
    </Boundary>
  );
}
