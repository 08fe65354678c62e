import { More, useT } from '../../i18n';
import { Tabs } from '../../parts/Tabs';
import { Balance } from './Balance';
import { RoundList } from './List';
import { One } from './One';

function Screen({ id, part }: { id: string; part: string }) {
  const { t } = useT();
  if (id && id !== 'balance') return <One id={id} part={part} />;
  return (
    <>
      <div className="page-head"><h1>{t('rounds')}</h1><p className="muted">{t('rounds_text')}</p></div>
      <Tabs label={t('rounds')} tabs={[{ to: '/rounds', label: t('rounds_list'), here: !id }, { to: '/rounds/balance', label: t('balance_head'), here: id === 'balance' }]} />
      {id === 'balance' ? <Balance /> : <RoundList />}
    </>
  );
}

/** Rounds of negotiation: lists out and in, answers, handover, reconciliation. */
export default function Rounds({ id, part }: { id: string | undefined; part: string | undefined }) {
  return <More parts={['rounds']}><Screen id={id ? decodeURIComponent(id) : ''} part={part ?? ''} /></More>;
}
