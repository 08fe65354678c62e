// What was reported, on the day it happened, with a tail to the day we learned it.  Nothing is overwritten by what came later.
import { scaleTime } from 'd3-scale';
import type { LaidOut } from '../../api/types';
import { useT } from '../../i18n';
import { listOf, ListTable, rowsOf, type Row } from '../../parts/Sheet';
import { Empty } from '../../parts/states';
import { useSize } from '../../parts/useSize';

const time = (day: string | null | undefined) => (day && /^\d{4}/.test(day) ? new Date(day.length === 4 ? `${day}-01-01` : day).getTime() : NaN);

function Timeline({ rows }: { rows: Row[] }) {
  const { t, day } = useT();
  const [box, width] = useSize(700);
  const dated = rows.map(row => ({ id: row.id ?? '', at: time(row.happened), learned: time(row.received) }))
    .filter(d => !Number.isNaN(d.at) || !Number.isNaN(d.learned))
    .map(d => ({ id: d.id, at: Number.isNaN(d.at) ? d.learned : d.at, learned: Number.isNaN(d.learned) ? d.at : d.learned }))
    .sort((a, b) => a.at - b.at);
  if (dated.length < 2) return null;
  const x = scaleTime([Math.min(...dated.map(d => d.at)), Math.max(...dated.map(d => d.learned))], [40, width - 90]);
  const height = dated.length * 22 + 34;
  return (
    <div ref={box}><svg className="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('timeline')}>
      {x.ticks(Math.max(2, Math.floor(width / 150))).map(tick => <g key={+tick}><line x1={x(tick)} x2={x(tick)} y1="4" y2={height - 26} className="rule" />
        <text x={x(tick)} y={height - 8} textAnchor="middle">{day(tick.toISOString().slice(0, 7))}</text></g>)}
      {dated.map((d, i) => <g key={d.id || i} transform={`translate(0,${i * 22 + 16})`}>
        <line x1={x(d.at)} x2={x(d.learned)} y1="0" y2="0" className="bar-range" />
        <circle cx={x(d.at)} cy="0" r="4.500" className="mark" />
        <text x={x(d.learned) + 8} y="4" className="value">{d.id}</text></g>)}
    </svg><p className="muted">{t('timeline_key')}</p></div>
  );
}

export function Reports({ sheet }: { sheet: LaidOut }) {
  const { t } = useT();
  const list = listOf(sheet, 'reports');
  return (
    <section className="panel stack"><h2>{t('tab_reports')}</h2>
      {!list || list.rows.length === 0 ? <Empty>{t('reports_none')}</Empty> : <><Timeline rows={rowsOf(list)} /><ListTable list={list} /></>}
    </section>
  );
}
