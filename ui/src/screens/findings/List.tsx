import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { useKeys } from '../../app/keys';
import { useT } from '../../i18n';
import { ListTable, Notes, listOf, rowsOf, type Row } from '../../parts/Sheet';
import { Empty, Loaded } from '../../parts/states';
import { Deadline } from './Deadline';
import { useFindings } from './data';

/** Findings by the state in which they are; what a clock runs for stands with its days. */
export function Findings({ alerts }: { alerts: boolean }) {
  const { t } = useT();
  const query = useFindings(alerts);
  return <Loaded query={query}>{sheet => {
    const list = listOf(sheet, 'findings');
    if (!list || list.rows.length === 0) return <Empty next={<Link href="/findings/raised">{t('findings_raised_go')}</Link>}>{t(alerts ? 'findings_now_none' : 'findings_none')}</Empty>;
    return <div className="stack"><Groups rows={rowsOf(list)} list={list} /><Notes notes={sheet.notes} /></div>;
  }}</Loaded>;
}

function Groups({ rows, list }: { rows: Row[]; list: NonNullable<ReturnType<typeof listOf>> }) {
  const [, navigate] = useLocation();
  const at = list.columns.findIndex(column => column.key === 'phase');
  // What has to be looked at first stands first.
  const phases = useMemo(() => {
    const first = new Map<string, string>();
    for (const row of rows) first.set(row.phase ?? '', [first.get(row.phase ?? ''), row.deadline ?? '9999'].filter(Boolean).sort()[0]!);
    return [...first].sort((a, b) => a[1].localeCompare(b[1])).map(([phase]) => phase);
  }, [rows]);
  const go = (step: number) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-finding]')];
    const now = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
  };
  useKeys({ KeyJ: () => go(1), KeyK: () => go(-1), Digit1: () => navigate('/findings'), Digit2: () => navigate('/findings/now'), Digit3: () => navigate('/findings/raised'), Digit4: () => navigate('/findings/own') });
  return <>{phases.map(phase => (
    <section key={phase} className="panel stack"><h2>{phase}</h2>
      <ListTable list={{ ...list, heading: phase, rows: list.rows.filter(row => row[at] === phase) }} skip={['phase', 'rule']} link={(key, row) => {
        if (key === 'id') return <Link data-finding href={`/findings/${row.id}`} className="mono">{row.id}</Link>;
        if (key === 'deadline') return <Deadline of={row.deadline} />;
        return null;
      }} /></section>
  ))}</>;
}
