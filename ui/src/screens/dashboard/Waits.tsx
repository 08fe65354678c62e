import { Link } from 'wouter';
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Brief } from '../../api/types';
import { may, useSession } from '../../app/session';
import { useT } from '../../i18n';

export const usePending = (on = true) => useQuery({
  queryKey: ['pending'], enabled: on, queryFn: ({ signal }) => ask(api.GET('/pending', { signal })),
});

/** Work that waits for this user, by his rights. */
export function Waits({ brief }: { brief: Brief }) {
  const { t } = useT();
  const session = useSession();
  const pending = usePending();
  const absent = (brief.rounds ?? []).reduce((sum, round) => sum + round.absent, 0);
  const overdue = (brief.indications ?? []).filter(i => i.clock?.includes('over') || i.clock?.includes('прострочено')).length;
  const rows: { to: string; text: string }[] = [];
  if (may(session, 'JUDGE') && brief.unreviewed) rows.push({ to: '/review', text: t('wait_review', { n: brief.unreviewed }) });
  if (pending.data?.pending.length) rows.push({ to: '/pending', text: t('wait_pending', { n: pending.data.pending.length }) });
  if (may(session, 'CHECK') && pending.data?.findings_waiting) rows.push({ to: '/findings/now', text: t('wait_findings', { n: pending.data.findings_waiting }) });
  if (may(session, 'CHECK') && overdue) rows.push({ to: '/findings', text: t('wait_overdue', { n: overdue }) });
  if (may(session, 'SEE_ROUNDS') && absent) rows.push({ to: '/rounds', text: t('wait_absent', { n: absent }) });
  if (may(session, 'PLAN')) rows.push({ to: '/plan', text: t('wait_plan') });
  return (
    <section className="panel" aria-labelledby="h-waits">
      <div className="panel-head"><h2 id="h-waits">{t('waits')}</h2></div>
      {rows.length === 0 ? <p className="muted">{t('waits_none')}</p>
        : <ul className="list">{rows.map(row => <li key={row.to}><Link href={row.to}>{row.text}</Link></li>)}</ul>}
    </section>
  );
}
