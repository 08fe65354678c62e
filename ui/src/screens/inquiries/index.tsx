import { may, useSession } from '../../app/session';
import { More, useT, type Key } from '../../i18n';
import { Tabs } from '../../parts/Tabs';
import { Empty } from '../../parts/states';
import { Relatives } from './Relatives';
import { Case } from './Case';
import { Debrief, Debriefs } from './Debriefs';
import { DebriefForm, useDraftGuard } from './DebriefForm';
import { Body, Dead } from './Dead';
import { Papers } from './Papers';
import { Rights } from './Rights';
import { Holds } from '../admin/Holds';
import { Retention } from '../admin/Retention';

const parts: { id: string; label: Key; rights: string[] }[] = [
  { id: '', label: 'part_relatives', rights: ['INQUIRE'] },
  { id: 'debriefs', label: 'part_debriefs', rights: ['DEBRIEF'] },
  { id: 'form', label: 'part_form', rights: ['DEBRIEF'] },
  { id: 'papers', label: 'part_papers', rights: ['INQUIRE', 'CHECK'] },
  { id: 'dead', label: 'part_dead', rights: ['CONFIRM'] },
  { id: 'rights', label: 'part_rights', rights: ['CONSENT', 'DISCLOSE'] },
  { id: 'holds', label: 'holds', rights: ['KEEP'] }, { id: 'retention', label: 'retention', rights: ['KEEP'] },
];

function Screen({ part, id }: { part: string; id: string }) {
  const { t } = useT();
  const session = useSession();
  useDraftGuard();
  const open = parts.filter(one => may(session, ...one.rights));
  // Without a part: the first that the user has.
  const at = part === 'case' ? '' : part || open[0]?.id || '';
  if (id && part === 'case') return <Case id={id} />;
  if (id && part === 'debriefs') return <Debrief id={id} />;
  if (id && part === 'dead') return <Body id={id} />;
  return (
    <>
      <div className="page-head"><h1>{t('families_head')}</h1><p className="muted">{t('families_text')}</p></div>
      <Tabs label={t('families_head')} tabs={open.map(one => ({ to: one.id ? `/inquiries/${one.id}` : '/inquiries', label: t(one.label), here: one.id === at }))} />
      {!open.some(one => one.id === at) ? <Empty>{t('nothing_for_you')}</Empty> : at === '' ? <Relatives /> : at === 'debriefs' ? <Debriefs /> : at === 'form' ? <DebriefForm />
        : at === 'papers' ? <Papers /> : at === 'dead' ? <Dead /> : at === 'holds' ? <Holds /> : at === 'retention' ? <Retention /> : <Rights key={id} of={id} />}
    </>
  );
}

/** Relatives who ask, those who returned, papers, the dead, and what a person agreed to. */
export default function InquiriesScreen({ part, id }: { part: string | undefined; id?: string | undefined }) {
  return <More parts={['families', 'office']}><Screen part={part ?? ''} id={id ? decodeURIComponent(id) : ''} /></More>;
}
