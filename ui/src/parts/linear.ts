/** A linear scale that stays within its range; the charts that need ticks take d3-scale. */
export function linear([d0, d1]: readonly [number, number], [r0, r1]: readonly [number, number]) {
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const [low, high] = r0 < r1 ? [r0, r1] : [r1, r0];
  return (value: number) => Math.min(high, Math.max(low, r0 + (value - d0) * k));
}
