import type { Held } from '../../api/types';
import { useT } from '../../i18n';
import { IntervalBar } from '../../parts/Estimate';
import { Table } from '../../parts/Table';
import { Why } from '../../parts/Why';

/** Signs for what a speaker said: more than, at least, about. */
export const boundSign = (bound: string) => ({ '>=': '≥', '<=': '≤', about: '≈' })[bound] ?? bound;

/** Why the estimate of a region is what it is: how many people and reports, what happens when sources err together. */
export function RegionWhy({ held, unreviewed }: { held: Held; unreviewed?: number }) {
  const { t, n, w, day, chance } = useT();
  const max = Math.max(...held.bases.map(b => b.upper95), held.upper95) * 1.1;
  return (
    <Why title={t('why_region', { r: held.label })}>
      <p>{t('why_region_text', { p: held.persons, r: held.reports, s: held.sources })}</p>
      <Table label={t('why_bases')} caption tall rows={held.bases} id={b => b.basis} columns={[
        { key: 'basis', head: t('why_basis'), cell: b => w(b.basis) },
        { key: 'mean', head: t('mean'), num: true, cell: b => n(b.mean) },
        { key: 'range', head: t('interval95'), num: true, cell: b => `${n(b.lower95)}–${n(b.upper95)}` },
        { key: 'bar', head: t('bar'), cell: b => <IntervalBar lower={b.lower95} upper={b.upper95} mid={b.mean} max={max} /> },
      ]} />
      {(held.only_missing ?? 0) > 0 && held.only_missing_p_min !== null &&
        <p>{t('why_missing', { n: held.only_missing ?? 0, p: chance(held.only_missing_p_min) })}</p>}
      {held.claims.length > 0 && <Table label={t('why_claims')} caption tall rows={held.claims} id={c => c.id} columns={[
        { key: 'who', head: t('speaker'), cell: c => <>{c.speaker}{c.relayed_from ? <span className="muted"> ({t('relayed', { w: c.relayed_from })})</span> : null}</> },
        { key: 'what', head: t('says'), num: true, cell: c => `${boundSign(c.bound)} ${n(c.quantity)}` },
        { key: 'when', head: t('when'), cell: c => day(c.as_of) },
        { key: 'verdict', head: t('against_estimate'), cell: c => <>{w(c.verdict)}{c.why ? <span className="muted">: {c.why}</span> : null}</> },
      ]} />}
      <p className="muted">{t('why_claims_never_fed')}</p>
      <p className="muted">{unreviewed ? t('why_change_n', { n: unreviewed }) : t('why_change')}</p>
    </Why>
  );
}
