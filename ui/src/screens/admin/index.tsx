import { may, useSession } from '../../app/session';
import { More, useT, type Key } from '../../i18n';
import { Tabs } from '../../parts/Tabs';
import { Empty } from '../../parts/states';
import { Copies } from './Copies';
import { Holds } from './Holds';
import { Ledger } from './Ledger';
import { Retention } from './Retention';
import { Roles } from './Roles';
import { Settings } from './Settings';
import { Users } from './Users';

const parts: { id: string; label: Key; rights: string[] }[] = [
  { id: 'users', label: 'users', rights: ['USERS'] }, { id: 'roles', label: 'roles', rights: ['USERS'] },
  { id: 'ledger', label: 'ledger', rights: ['AUDIT', 'SET'] }, { id: 'copies', label: 'copies', rights: ['BACKUP', 'AUDIT'] },
  { id: 'holds', label: 'holds', rights: ['KEEP', 'AUDIT'] }, { id: 'retention', label: 'retention', rights: ['KEEP', 'AUDIT'] },
  { id: 'settings', label: 'settings', rights: ['SET', 'AUDIT'] },
];

function Screen({ part }: { part: string }) {
  const { t } = useT();
  const session = useSession();
  const open = parts.filter(one => may(session, ...one.rights));
  const at = part || open[0]?.id || '';
  return (
    <>
      <div className="page-head"><h1>{t('admin_head')}</h1><p className="muted">{t('admin_text')}</p></div>
      <Tabs label={t('admin_head')} tabs={open.map(one => ({ to: `/admin/${one.id}`, label: t(one.label), here: one.id === at }))} />
      {!open.some(one => one.id === at) ? <Empty>{t('nothing_for_you')}</Empty> : at === 'users' ? <Users /> : at === 'roles' ? <Roles /> : at === 'ledger' ? <Ledger /> : at === 'copies' ? <Copies /> : at === 'holds' ? <Holds /> : at === 'retention' ? <Retention /> : <Settings />}
    </>
  );
}

/** Users, roles, the ledger and whether it holds, copies, legal holds, settings. */
export default function AdminScreen({ part }: { part: string | undefined }) {
  return <More parts={['office']}><Screen part={part ?? ''} /></More>;
}
