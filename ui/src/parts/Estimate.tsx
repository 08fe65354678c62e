// A figure of a model is never bare: it stands with its interval, and the interval as a bar.
import { linear } from './linear';
import { useT } from '../i18n';

export function IntervalBar({ lower, upper, mid, max, claim, width = 150 }: {
  lower: number; upper: number; mid: number; max: number; claim?: number | undefined; width?: number;
}) {
  const { n } = useT();
  const x = linear([0, Math.max(max, upper, claim ?? 0) || 1], [2, width - 2]);
  return (
    <svg className="chart fixed" width={width} height="16" viewBox={`0 0 ${width} 16`} role="img" aria-label={`${n(mid)} (${n(lower)}–${n(upper)})`}>
      <line x1="2" x2={width - 2} y1="8" y2="8" className="bar-track" />
      <line x1={x(lower)} x2={Math.max(x(upper), x(lower) + 1)} y1="8" y2="8" className="bar-range" />
      <circle cx={x(mid)} cy="8" r="3.500" className="bar-mid" />
      {claim !== undefined && <line x1={x(claim)} x2={x(claim)} y1="1" y2="15" className="bar-claim" />}
    </svg>
  );
}

export function Interval({ lower, upper, mid }: { lower: number; upper: number; mid: number }) {
  const { n } = useT();
  return <span className="nowrap">{n(mid)} <span className="muted">({n(lower)}–{n(upper)})</span></span>;
}

/** A probability: the word of the one table, and the number in steps of 5 %. */
export function Chance({ p, word = true }: { p: number | null | undefined; word?: boolean }) {
  const { t, chance, chanceWord } = useT();
  if (p === null || p === undefined) return <>{t('unknown_mark')}</>;
  return <span className="nowrap">{word ? `${chanceWord(p)}, ` : ''}{chance(p)}</span>;
}

export function ChanceBar({ p, lower, upper, width = 120 }: { p: number; lower?: number | undefined; upper?: number | undefined; width?: number }) {
  const { chance } = useT();
  const x = linear([0, 1], [2, width - 2]);
  return (
    <svg className="chart fixed" width={width} height="16" viewBox={`0 0 ${width} 16`} role="img" aria-label={chance(p)}>
      <line x1="2" x2={width - 2} y1="8" y2="8" className="bar-track" />
      <line x1={x(lower ?? 0)} x2={x(upper ?? p)} y1="8" y2="8" className="bar-range" />
      <circle cx={x(p)} cy="8" r="3.500" className="bar-mid" />
    </svg>
  );
}
