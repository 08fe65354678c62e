import { lazy, Suspense, useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Shell } from './app/Shell';
import { FirstUser, SignIn } from './app/SignIn';
import { may, SessionProvider, useSession, useSessionQuery } from './app/session';
import { destinations } from './app/nav';
import { ownedBy, sessionGone } from './app/unsaved';
import { Fence } from './app/Fence';
import { PrivacyProvider } from './app/privacy';
import { Empty, ErrorBox, Loading } from './parts/states';
import { useT } from './i18n';

const Dashboard = lazy(() => import('./screens/dashboard'));
const People = lazy(() => import('./screens/people'));
const Person = lazy(() => import('./screens/person'));
const Review = lazy(() => import('./screens/review'));
const Places = lazy(() => import('./screens/places'));
const Planner = lazy(() => import('./screens/plan'));
const Rounds = lazy(() => import('./screens/rounds'));
const Findings = lazy(() => import('./screens/findings'));
const Statements = lazy(() => import('./screens/statements'));
const Evidence = lazy(() => import('./screens/evidence'));
const Import = lazy(() => import('./screens/import'));
const Inquiries = lazy(() => import('./screens/inquiries'));
const PendingActs = lazy(() => import('./screens/pending'));
const Admin = lazy(() => import('./screens/admin'));
const Account = lazy(() => import('./screens/admin/Account'));
const Print = lazy(() => import('./screens/print'));

/** Where a user has no briefing, the first page that he may see. */
function Home() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { t } = useT();
  if (may(session, 'BRIEF')) return <Dashboard />;
  const first = destinations.find(d => d.path !== '/' && may(session, ...d.rights));
  if (first) queueMicrotask(() => navigate(first.path, { replace: true }));
  return first ? null : <><h1>{t('product')}</h1><Empty>{t('nothing_for_you')}</Empty></>;
}

function NoPage() {
  const { t } = useT();
  return <><h1>{t('no_page')}</h1><p><a href="#/">{t('nav_dashboard')}</a></p></>;
}

function Broken() {
  const { t } = useT();
  return <><h1>{t('error_page')}</h1><p><a href="#/">{t('nav_dashboard')}</a></p></>;
}

function Screens() {
  const [location] = useLocation();
  return (
    <Fence place={location} broken={<Broken />}><Suspense fallback={<Loading />}><Switch>
      <Route path="/" component={Home} />
      <Route path="/people" component={People} />
      <Route path="/person/:id/:tab?">{params => <Person id={decodeURIComponent(params.id)} tab={params.tab ?? 'identity'} />}</Route>
      <Route path="/review/:pair?">{params => <Review pair={params.pair} />}</Route>
      <Route path="/places/:id?">{params => <Places id={params.id} />}</Route>
      <Route path="/plan"><Planner /></Route>
      <Route path="/rounds/:id?/:part?">{params => <Rounds id={params.id} part={params.part} />}</Route>
      <Route path="/findings/:id?">{params => <Findings id={params.id} />}</Route>
      <Route path="/statements/:id?">{params => <Statements id={params.id} />}</Route>
      <Route path="/evidence/:part?/:id?">{params => <Evidence part={params.part} id={params.id} />}</Route>
      <Route path="/import"><Import /></Route>
      <Route path="/inquiries/:part?/:id?">{params => <Inquiries part={params.part} id={params.id} />}</Route>
      <Route path="/pending"><PendingActs /></Route>
      <Route path="/account"><Account /></Route>
      <Route path="/admin/:part?">{params => <Admin part={params.part} />}</Route>
      <Route component={NoPage} />
    </Switch></Suspense></Fence>
  );
}

function Gate() {
  const session = useSessionQuery();
  const client = useQueryClient();
  const { t } = useT();
  const [location] = useLocation();
  const nobody = session.data !== undefined && !session.data.user;
  // Whoever signs in next asks for himself.
  useEffect(() => { if (nobody) client.removeQueries({ predicate: query => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'base map' }); }, [nobody]);
  if (session.data === undefined)
    return <main className="gate"><h1>{t('product')}</h1>{session.error
      ? <ErrorBox error={session.error} retry={() => void session.refetch()} /> : <Loading />}</main>;
  const first = /^\/first\/(.+)$/.exec(location);
  if (!session.data.user) sessionGone();
  if (!session.data.user)
    return first && !session.data.training ? <FirstUser secret={first[1]!} /> : <SignIn session={session.data} secret={first?.[1]} />;
  ownedBy(session.data.user);
  return (
    <SessionProvider session={session.data}>
      {location.startsWith('/print/')
        ? <Suspense fallback={<Loading />}><Print path={location.slice('/print/'.length)} /></Suspense>
        : <Shell><Screens /></Shell>}
    </SessionProvider>
  );
}

export function App() {
  return <Router hook={useHashLocation}><PrivacyProvider><Gate /></PrivacyProvider></Router>;
}
