import { Link, useLocation } from 'wouter';
import { useT, type Key } from '../../i18n';
import { Loaded } from '../../parts/states';
import { useKeys } from '../../app/keys';
import { useSession, may } from '../../app/session';
import { usePerson } from './data';
import { Head } from './Head';
import { Identity } from './Identity';
import { Relatives } from './Relatives';
import { Reports } from './Reports';
import { WhereTab } from './Where';
import { CustodyTab } from './Custody';
import { Matches } from './Matches';
import { Exchanges } from './Exchanges';
import { Log } from './Log';

const tabs: { id: string; label: Key; rights?: string[] }[] = [
  { id: 'identity', label: 'tab_identity' },
  { id: 'relatives', label: 'tab_relatives', rights: ['INQUIRE', 'DEBRIEF'] },
  { id: 'reports', label: 'tab_reports' },
  { id: 'where', label: 'tab_where' },
  { id: 'custody', label: 'tab_custody' },
  { id: 'matches', label: 'tab_matches' },
  { id: 'exchanges', label: 'tab_exchanges', rights: ['SEE_ROUNDS'] },
  { id: 'log', label: 'tab_log' },
];

export default function Person({ id, tab }: { id: string; tab: string }) {
  const { t } = useT();
  const session = useSession();
  const [, navigate] = useLocation();
  const person = usePerson(id);
  const shown = tabs.filter(one => !one.rights || may(session, ...one.rights));
  const to = (name: string) => `/person/${encodeURIComponent(id)}/${name}`;
  useKeys({
    ...Object.fromEntries(shown.map((one, i) => [`Digit${i + 1}`, () => navigate(to(one.id))])),
    KeyW: () => navigate(to('where')),
  });
  return (
    <Loaded query={person}>{sheet => <>
      <Head sheet={sheet} id={id} />
      <nav className="tabs" aria-label={t('person_parts')}>{shown.map((one, i) => (
        <Link key={one.id} href={to(one.id)} aria-current={one.id === tab ? 'page' : undefined}>{t(one.label)} <kbd aria-hidden="true">{i + 1}</kbd></Link>
      ))}</nav>
      {tab === 'identity' && <Identity sheet={sheet} id={id} />}
      {tab === 'relatives' && <Relatives sheet={sheet} />}
      {tab === 'reports' && <Reports sheet={sheet} />}
      {tab === 'where' && <WhereTab id={id} />}
      {tab === 'custody' && <CustodyTab id={id} />}
      {tab === 'matches' && <Matches sheet={sheet} />}
      {tab === 'exchanges' && <Exchanges sheet={sheet} />}
      {tab === 'log' && <Log id={id} />}
    </>}</Loaded>
  );
}
