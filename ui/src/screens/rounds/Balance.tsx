// What we have given against what has come home, round by round, with each counterpart; agreed is not delivered.
import { scaleLinear } from 'd3-scale';
import { useT } from '../../i18n';
import { Empty, Loaded } from '../../parts/states';
import { SheetView } from '../../parts/Sheet';
import { useSize } from '../../parts/useSize';
import { useBalance, type Plain } from './data';

interface Point { round: string; given: number; returned: number; agreed: number }
function pointsOf(rows: Plain[string]): Map<string, Point[]> {
  const parties = new Map<string, Point[]>();
  for (const row of rows ?? []) {
    const points = parties.get(String(row.party)) ?? [];
    let point = points.find(p => p.round === row.round);
    if (!point) points.push((point = { round: String(row.round), given: points.at(-1)?.given ?? 0, returned: points.at(-1)?.returned ?? 0, agreed: points.at(-1)?.agreed ?? 0 }));
    if (row.direction === 'given') point.given = Number(row.running);
    else { point.agreed += Number(row.agreed); point.returned = Number(row.running); }
    parties.set(String(row.party), points);
  }
  return parties;
}

function Chart({ party, points }: { party: string; points: Point[] }) {
  const { t, n } = useT();
  const [box, width] = useSize(560);
  const [height, left, right, bottom] = [190, 46, 120, 28];
  const x = scaleLinear([0, Math.max(1, points.length)], [left, width - right]);
  const y = scaleLinear([0, Math.max(10, ...points.map(p => Math.max(p.given, p.agreed))) * 1.05], [height - bottom, 10]).nice();
  const line = (key: 'given' | 'returned' | 'agreed') => `M${x(0)},${y(0)}${points.map((p, i) => `H${x(i + .5)}V${y(p[key])}`).join('')}H${x(points.length)}`;
  const last = points.at(-1)!;
  const ends = ([['given', last.given], ['agreed', last.agreed], ['returned', last.returned]] as const).map(([key, value]) => ({ key, value, y: y(value) + 4 })).sort((a, b) => a.y - b.y);
  ends.forEach((end, i) => { const above = ends[i - 1]; if (above && end.y - above.y < 15) end.y = above.y + 15; });
  return (
    <figure className="stack tight"><figcaption className="strong">{party}: {t('balance_reading', { g: n(last.given), a: n(last.agreed), r: n(last.returned), o: n(last.agreed - last.returned) })}</figcaption>
      <div ref={box}><svg className="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('balance_chart', { p: party })}>
        {y.ticks(4).map(tick => <g key={tick}><line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className="rule" /><text x={left - 6} y={y(tick) + 4} textAnchor="end">{n(tick)}</text></g>)}
        {points.map((p, i) => <text key={p.round} x={x(i + .5)} y={height - 8} textAnchor="middle">{p.round}</text>)}
        <path d={line('given')} className="median" /><path d={line('agreed')} className="second" /><path d={line('returned')} className="second whole" />
        {ends.map(end => <text key={end.key} x={width - right + 6} y={end.y} className="value">{t(`balance_${end.key}`, { n: n(end.value) })}</text>)}
      </svg></div></figure>
  );
}

export function Balance() {
  const { t } = useT();
  const balance = useBalance();
  return (
    <Loaded query={balance}>{({ sheet, plain }) => {
      const parties = pointsOf(plain.balance ?? []);
      return parties.size === 0 ? <Empty>{t('balance_none')}</Empty> : <>
        <section className="panel stack" aria-labelledby="h-balance"><h2 id="h-balance">{t('balance_head')}</h2><p className="muted">{t('balance_text')}</p>
          {[...parties].map(([party, points]) => <Chart key={party} party={party} points={points} />)}</section>
        <section className="panel"><p><a className="button small no-print" href="#/print/balance">{t('print')}</a></p><SheetView sheet={sheet} /></section>
      </>;
    }}</Loaded>
  );
}
