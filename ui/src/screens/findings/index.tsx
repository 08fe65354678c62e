import { More, useT } from '../../i18n';
import { Tabs } from '../../parts/Tabs';
import { Findings } from './List';
import { One } from './One';
import { Raised } from './Raised';

const parts = ['', 'now', 'raised', 'own'] as const;

function Screen({ id }: { id: string }) {
  const { t } = useT();
  if (!(parts as readonly string[]).includes(id)) return <One id={id} />;
  return (
    <>
      <div className="page-head"><h1>{t('findings')}</h1><p className="muted">{t('indications_note')}</p></div>
      <Tabs label={t('findings')} tabs={parts.map(part => ({ to: part ? `/findings/${part}` : '/findings', label: t(`findings_${part || 'all'}`), here: part === id }))} />
      {id === 'raised' || id === 'own' ? <Raised own={id === 'own'} /> : <Findings alerts={id === 'now'} />}
    </>
  );
}

/** Findings: what the rules raise, what a person decided, what was told to whom. */
export default function FindingsScreen({ id }: { id: string | undefined }) {
  return <More parts={['law']}><Screen id={id ?? ''} /></More>;
}
