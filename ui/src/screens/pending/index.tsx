import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Pending } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useMay, useSession } from '../../app/session';
import { More, useT } from '../../i18n';
import { Acts, type Act } from '../../parts/Acts';
import { Empty, Loaded } from '../../parts/states';
import { usePending } from '../dashboard/Waits';

/** Where one looks before one answers. */
function Subject({ of: it }: { of: Pending }) {
  const { t, w } = useT();
  const to: Record<string, string> = {
    person: `/person/${encodeURIComponent(it.subject)}`, finding: `/findings/${encodeURIComponent(it.subject)}`, statement: `/statements/${encodeURIComponent(it.subject)}`,
    records: `/review/${encodeURIComponent(it.subject.replace(/[ ,|]+/, '~'))}`, list: '/rounds', remains: `/inquiries/dead/${encodeURIComponent(it.subject)}`, withholding: '/inquiries/rights',
    evidence: `/evidence/item/${encodeURIComponent(it.subject)}`, bundle: '/evidence/bundles', hold: '/inquiries/holds', retention: '/inquiries/retention',
  };
  const path = to[it.subject_kind];
  return <span>{w(it.subject_kind)} {path ? <Link href={path} data-pending className="mono">{it.subject}</Link> : <span className="mono">{it.subject}</span>}{path && <span className="muted"> — {t('pending_look')}</span>}</span>;
}

function One({ it }: { it: Pending }) {
  const { t, w, day, maybe } = useT();
  const session = useSession();
  const client = useQueryClient();
  const [seen, setSeen] = useState(false);
  const mine = it.mine ?? it.asked_by === session.user;
  const send = (verdict: 'confirm' | 'refuse') => ({ reason }: Record<string, string>) =>
    ask(api.POST('/pending/{id}', { params: { path: { id: it.id } }, body: { verdict, ...(reason ? { reason } : {}) } })).then(answer => ({ ...answer, pending: null, state: verdict }));
  const key = it.act.replace(/ /g, '_');
  const acts: Act[] = mine ? [] : [
    { id: 'confirm', label: t('pending_confirm'), note: maybe(`pending_then_${key}`) ?? t('pending_then_other'), fields: [{ key: 'reason', label: t('pending_own_reason') }], send: send('confirm') },
    { id: 'refuse', label: t('pending_refuse'), note: t('pending_refuse_text'), fields: [{ key: 'reason', label: t('reason'), required: true, long: true }], send: send('refuse') },
  ];
  return (
    <section className="panel stack" aria-labelledby={`h-${it.id}`}>
      <div className="panel-head"><h2 id={`h-${it.id}`}>{maybe(`pending_${key}`) ?? w(it.act)}</h2><span className="muted mono">{it.id}</span></div>
      <p><Subject of={it} /></p>
      <p className="muted">{t('pending_asked', { w: it.asked_by, d: day(it.asked) })}</p>
      {mine ? <p className="notice">{t('pending_mine')}{it.reason && <> {t('reason')}: {it.reason}</>}</p>
        : it.reason && (seen ? <p>{t('pending_their_reason')}: {it.reason}</p>
          : <p><Button className="button small" onPress={() => setSeen(true)}>{t('pending_show_reason')}</Button> <span className="muted">{t('pending_blind')}</span></p>)}
      <Acts label={t('decision')} acts={acts} done={() => void client.invalidateQueries()} />
    </section>
  );
}

function Screen() {
  const { t } = useT();
  const session = useSession();
  const law = useMay('CHECK');
  const query = usePending();
  const go = (step: number) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-pending]')];
    links[Math.min(links.length - 1, Math.max(0, links.indexOf(document.activeElement as HTMLAnchorElement) + step))]?.focus();
  };
  useKeys({ KeyJ: () => go(1), KeyK: () => go(-1) });
  return (
    <>
      <div className="page-head"><h1>{t('pending_head')}</h1><p className="muted">{t('pending_text')}</p></div>
      <Loaded query={query}>{answer => {
        const mine = answer.pending.filter(one => one.mine ?? one.asked_by === session.user);
        const theirs = answer.pending.filter(one => !mine.includes(one));
        return <>
          {law && answer.findings_waiting > 0 && <div className="notice attention"><p><Link href="/findings/now">{t('pending_findings', { n: answer.findings_waiting })}</Link></p></div>}
          {theirs.length === 0 ? <Empty>{t('pending_none')}</Empty> : <>{theirs.map(one => <One key={one.id} it={one} />)}</>}
          {mine.length > 0 && <><h2>{t('pending_mine_head')}</h2>{mine.map(one => <One key={one.id} it={one} />)}</>}
        </>;
      }}</Loaded>
    </>
  );
}

/** Grave acts: one asks, another looks for himself and answers. */
export default function PendingScreen() {
  return <More parts={['office']}><Screen /></More>;
}
