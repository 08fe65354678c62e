import { may, useSession } from '../../app/session';
import { More, useT, type Key } from '../../i18n';
import { Tabs } from '../../parts/Tabs';
import { Empty } from '../../parts/states';
import { Add } from './Add';
import { Bundles } from './Bundles';
import { List } from './List';
import { One } from './One';

const parts: { id: string; label: Key; all: string[] }[] = [
  { id: '', label: 'evidence_items', all: ['BRIEF'] }, { id: 'bundles', label: 'bundles', all: ['EVIDENCE', 'EXPORT'] }, { id: 'add', label: 'evidence_add', all: ['EVIDENCE'] },
];

function Screen({ part, id }: { part: string; id: string }) {
  const { t } = useT();
  const session = useSession();
  const open = parts.filter(one => one.all.every(right => may(session, right)));
  if (part === 'item' && id) return <One id={id} />;
  return (
    <>
      <div className="page-head"><h1>{t('evidence_head')}</h1><p className="muted">{t('evidence_text')}</p></div>
      <Tabs label={t('evidence_head')} tabs={open.map(one => ({ to: one.id ? `/evidence/${one.id}` : '/evidence', label: t(one.label), here: one.id === part }))} />
      {!open.some(one => one.id === part) ? <Empty>{t('nothing_for_you')}</Empty> : part === 'bundles' ? <Bundles /> : part === 'add' ? <Add /> : <List />}
    </>
  );
}

/** Items of evidence: their files, their custody, doubts, and bundles for somebody outside. */
export default function EvidenceScreen({ part, id }: { part: string | undefined; id: string | undefined }) {
  return <More parts={['evidence', 'office']}><Screen part={part ?? ''} id={id ? decodeURIComponent(id) : ''} /></More>;
}
