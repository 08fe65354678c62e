// Prior odds, the weight of each field for or against, and what comes out; weights are log2 of the odds.
import { scaleLinear } from 'd3-scale';
import type { Pair } from '../api/types';
import { useT } from '../i18n';
import { useSize } from '../parts/useSize';

const ROW = 26;
const LEFT = 118;
interface Step { key: string; label: string; from: number; to: number; bits: number | null; total?: boolean }

export function steps(pair: Pair, prior: string, sum: string): Step[] {
  let at = pair.prior_bits;
  const out: Step[] = [{ key: 'prior', label: prior, from: 0, to: at, bits: at }];
  for (const field of pair.fields) {
    const to = at + (field.bits ?? 0);
    out.push({ key: field.field, label: field.label, from: at, to, bits: field.bits });
    at = to;
  }
  out.push({ key: 'total', label: sum, from: 0, to: pair.total_bits, bits: pair.total_bits, total: true });
  return out;
}

export function Waterfall({ pair, lit, light }: { pair: Pair; lit: string | null; light: (field: string | null) => void }) {
  const { t, n } = useT();
  const [box, width] = useSize(330);
  const all = steps(pair, t('prior'), t('together'));
  const ends = all.flatMap(step => [step.from, step.to]);
  const x = scaleLinear([Math.min(0, ...ends), Math.max(0, ...ends)], [LEFT, width - 52]).nice();
  const height = all.length * ROW + 10;
  const sign = (bits: number) => `${bits > 0 ? '+' : bits < 0 ? '−' : ''}${n(Math.abs(bits), 1)}`;
  return (
    <div ref={box}><svg className="chart" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t('waterfall')}>
      <line x1={x(0)} x2={x(0)} y1="0" y2={height} className="zero" />
      {all.map((step, i) => {
        const [a, b] = [Math.min(x(step.from), x(step.to)), Math.max(x(step.from), x(step.to))];
        const kind = step.bits === null ? 'missing' : step.bits >= 0 ? 'for' : 'against';
        return <g key={`${step.key}${i}`} transform={`translate(0,${i * ROW + 5})`} onClick={() => light(step.key)} className={lit === step.key ? 'lit' : undefined}>
          <text x={LEFT - 8} y="15" textAnchor="end" className={step.total ? 'axis' : undefined}>{step.label}</text>
          <rect x={step.bits === null ? a - 5 : a} y="3" width={step.bits === null ? 10 : Math.max(1.5, b - a)} height={ROW - 10} className={kind} />
          <text x={Math.min(b + 6, width - 44)} y="15" className="value">{step.bits === null ? t('no_weight') : sign(step.bits)}</text></g>;
      })}
    </svg></div>
  );
}
