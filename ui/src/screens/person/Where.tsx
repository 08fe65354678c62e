// Where the person may be: every place a bar, "elsewhere" always among them, and which report moved the estimate by how much.
import type { Where } from '../../api/types';
import { useT } from '../../i18n';
import { Chance, ChanceBar } from '../../parts/Estimate';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { useWhere } from './data';

function Fates({ where }: { where: Where }) {
  const { t } = useT();
  const rows: [string, number][] = [[t('fate_captive'), where.captive], [t('fate_dead'), where.dead], [t('fate_free'), where.free]];
  return <Table label={t('fate')} caption tall rows={rows} id={r => r[0]} columns={[
    { key: 'fate', head: t('fate'), cell: r => r[0] },
    { key: 'p', head: t('estimate'), cell: r => <Chance p={r[1]} /> },
    { key: 'bar', head: t('bar'), cell: r => <ChanceBar p={r[1]} width={160} /> },
  ]} />;
}

function Spread({ title, of, labels, rest }: { title: string; of: Record<string, number>; labels: Record<string, string>; rest: number }) {
  const { t, w } = useT();
  const sorted = Object.entries(of).sort((a, b) => b[1] - a[1]);
  const top = sorted.slice(0, 8);
  const elsewhere = rest - top.reduce((sum, [, p]) => sum + p, 0);
  const rows: [string, number][] = [...top, [t('elsewhere'), Math.max(0, elsewhere)]];
  return <Table label={title} caption tall rows={rows} id={r => r[0]} columns={[
    { key: 'name', head: t('place'), cell: r => labels[r[0]] ?? w(r[0]) },
    { key: 'p', head: t('estimate'), cell: r => <Chance p={r[1]} word={false} /> },
    { key: 'bar', head: t('bar'), cell: r => <ChanceBar p={r[1]} width={160} /> },
  ]} />;
}

function Moves({ where, region, labels }: { where: Where; region: string; labels: Record<string, string> }) {
  const { t, n, day } = useT();
  const move = (report: Where['reports'][number], key: string) => report.moves?.[key];
  const sign = (x: number | null | undefined) => (x === undefined || x === null ? '–' : `${x > 0 ? '+' : '−'}${n(Math.abs(x), 2)}`);
  if (where.reports.length === 0) return <Empty>{t('where_no_reports')}</Empty>;
  return (
    <>
      <p className="muted">{t('moves_note')}</p>
      <Table label={t('moves')} rows={where.reports} id={r => r.id} columns={[
        { key: 'id', head: t('number'), cell: r => <span className="mono">{r.id}</span> },
        { key: 'says', head: t('says'), cell: r => r.says },
        { key: 'happened', head: t('happened'), cell: r => day(r.happened) },
        { key: 'grade', head: t('grade'), cell: r => r.grade ?? '–' },
        { key: 'faithful', head: t('faithful'), num: true, cell: r => (typeof r.faithful === 'number' ? <Chance p={r.faithful} word={false} /> : '–') },
        { key: 'captive', head: t('moves_captive'), num: true, cell: r => sign(move(r, 'captive')) },
        { key: 'region', head: t('moves_place', { r: labels[region] ?? region }), num: true, cell: r => sign(move(r, region)) },
      ]} />
    </>
  );
}

export function WhereTab({ id }: { id: string }) {
  const { t, day, n, w } = useT();
  const query = useWhere(id);
  return (
    <Loaded query={query}>{data => { if (!data) return <Empty>{t('estimate_none')}</Empty>; const { where, labels } = data; return <>
      <div className="notice law"><p>{t('where_is_estimate', { d: day(where.at) })}</p></div>
      <div className="halves">
        <section className="panel stack"><h2>{t('fate')}</h2><Fates where={where} />
          <p className="muted">{t('official')}: {w(where.official.register)}; {where.official.agency_confirmed ? t('agency_yes') : t('agency_no')}</p></section>
        <section className="panel stack"><h2>{t('where_region')}</h2><Spread title={t('region')} of={where.sets} labels={labels} rest={1} /></section>
      </div>
      <section className="panel stack"><h2>{t('why')}</h2><Moves where={where} labels={labels} region={Object.entries(where.sets).sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''} />
        {(where.confidential_reports ?? 0) > 0 && <p className="muted">{t('confidential_n', { n: where.confidential_reports ?? 0 })}</p>}</section>
      {Object.keys(where.places).length > 0 && <section className="panel stack"><h2>{t('where_place')}</h2><p className="muted">{t('places_coarse')}</p>
        <Spread title={t('place')} of={where.places} labels={labels} rest={1} /></section>}
      <section className="panel stack"><h2>{t('what_would_change')}</h2>
        <ul>{where.change.map(line => <li key={line}>{line}</li>)}
          {(where.next ?? []).map((next, i) => <li key={i}>{t(next.place ? 'next_report_place' : 'next_report', { k: w(next.kind).replace(/:$/, ''), p: next.place ?? '', b: n(next.bits ?? 0, 2) })}</li>)}</ul></section>
    </>; }}</Loaded>
  );
}
