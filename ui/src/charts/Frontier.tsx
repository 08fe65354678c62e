// People handed over against people home: what is agreed, what is expected to come, and the least that comes in 95 of 100.
import type { KeyboardEvent } from 'react';
import { area, line } from 'd3-shape';
import { scaleLinear } from 'd3-scale';
import type { Cell } from '../api/types';
import { useT } from '../i18n';
import { useSize } from '../parts/useSize';

const margin = { top: 14, right: 18, bottom: 46, left: 58 };

export function Frontier({ cells, at, choose, pinned, reading }: {
  cells: Cell[]; at: number; choose: (index: number) => void; pinned: Cell[]; reading: string;
}) {
  const { t, n } = useT();
  const [box, width] = useSize(560);
  const height = Math.round(Math.min(400, width * 0.62));
  const feasible = cells.filter(cell => cell.feasible && cell.home);
  const x = scaleLinear([0, Math.max(10, ...cells.map(c => c.max_given))], [margin.left, width - margin.right]);
  const y = scaleLinear([0, Math.max(10, ...feasible.map(c => c.returned ?? 0), ...pinned.map(c => c.returned ?? 0)) * 1.05], [height - margin.bottom, margin.top]).nice();
  const px = (c: Cell) => x(c.given ?? c.max_given);
  const band = (low: (c: Cell) => number, high: (c: Cell) => number) => area<Cell>(px, c => y(low(c)), c => y(high(c)))(feasible) ?? '';
  const path = (value: (c: Cell) => number) => line<Cell>(px, c => y(value(c)))(feasible) ?? '';
  const current = cells[at];
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1, Home: 0, End: cells.length - 1 };
    const next = moves[event.key];
    if (next !== undefined) { event.preventDefault(); choose(Math.max(0, Math.min(cells.length - 1, next))); }
  };
  return (
    <div ref={box}>
      <svg className="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="slider" tabIndex={0} aria-label={t('frontier')}
        aria-valuemin={0} aria-valuemax={cells.length - 1} aria-valuenow={at} aria-valuetext={reading} onKeyDown={keys}
        onClick={event => {
          const given = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
          const near = cells.map((c, i) => [Math.abs((c.given ?? c.max_given) - given), i] as const).sort((a, b) => a[0] - b[0])[0];
          if (near) choose(near[1]);
        }}>
        {y.ticks(6).map(tick => <g key={tick}><line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} className="rule" />
          <text x={margin.left - 8} y={y(tick) + 4} textAnchor="end">{n(tick)}</text></g>)}
        {x.ticks(6).map(tick => <text key={tick} x={x(tick)} y={height - margin.bottom + 18} textAnchor="middle">{n(tick)}</text>)}
        <text x={(margin.left + width - margin.right) / 2} y={height - 6} textAnchor="middle" className="axis">{t('axis_given')}</text>
        <text transform={`translate(14,${(height - margin.bottom + margin.top) / 2}) rotate(-90)`} textAnchor="middle" className="axis">{t('axis_home')}</text>
        <path d={band(c => c.home?.sure95_shock ?? 0, c => c.returned ?? 0)} className="b95" />
        <path d={band(c => c.home?.sure95 ?? 0, c => c.home?.mean ?? 0)} className="b50" />
        <path d={path(c => c.returned ?? 0)} className="second" />
        <path d={path(c => c.home?.mean ?? 0)} className="median" />
        {feasible.map(c => <circle key={c.max_given} cx={px(c)} cy={y(c.home?.mean ?? 0)} r="3.500" className="mark" />)}
        {pinned.map((c, i) => c.home && <rect key={i} x={px(c) - 5} y={y(c.home.mean) - 5} width="10" height="10" className="mark2" />)}
        {current?.home && <g><line x1={px(current)} x2={px(current)} y1={y(current.home.sure95_shock)} y2={y(current.returned ?? 0)} className="cursor" />
          <circle cx={px(current)} cy={y(current.home.mean)} r="6" className="dot" /></g>}
        {cells.filter(c => !c.feasible).map(c => <text key={c.max_given} x={x(c.max_given)} y={height - margin.bottom - 6} textAnchor="middle" className="value">{t('none_mark')}</text>)}
      </svg>
      <ul className="key">
        <li><svg width="26" height="10" aria-hidden="true"><line x1="0" x2="26" y1="5" y2="5" className="median" /></svg>{t('key_mean')}</li>
        <li><svg width="26" height="10" aria-hidden="true"><line x1="0" x2="26" y1="5" y2="5" className="second" /></svg>{t('key_agreed')}</li>
        <li><svg width="26" height="12" aria-hidden="true"><rect width="26" height="12" className="b50" /></svg>{t('key_sure')}</li>
        <li><svg width="26" height="12" aria-hidden="true"><rect width="26" height="12" className="b95" /></svg>{t('key_shock')}</li>
      </ul>
    </div>
  );
}
