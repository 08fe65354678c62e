// What a number of a package rests on: the terms of the acceptance model as stated, the same on what its answers teach, and the
// forecast class by class.  Asked for when it is opened, of the package as it stands on the page.
import { useEffect } from 'react';
import type { Accepting, Cell, Doubtful, PlanQuestion, RestsOn, Term } from '../../api/types';
import { useT } from '../../i18n';
import { ErrorBox } from '../../parts/states';
import { Table } from '../../parts/Table';
import { Why } from '../../parts/Why';
import { className, packageOf, useJob, type Evaluation } from './data';
import { Running } from './Running';

type Labels = Record<string, string>;
export type Part = 'stated' | 'learned' | 'home';

function useWeight() {
  const { n } = useT();
  return (value: number, of: Pick<Doubtful, 'sd' | 'lower90' | 'upper90'>) =>
    `${n(value, 2)}${of.lower90 !== undefined && of.upper90 !== undefined && of.upper90 - of.lower90 > 1e-9 ? ` (${n(of.lower90, 1)}…${n(of.upper90, 1)})` : of.sd ? ` ± ${n(of.sd, 2)}` : ''}`;
}

function Terms({ of, labels, records }: { of: Accepting; labels: Labels; records: boolean }) {
  const { t, n, chance } = useT();
  const weight = useWeight();
  const from = (term: Term) => (term.how === 'stated' ? t('why_record_stated', { s: term.source ?? t('unknown_mark') }) : term.how === 'learned' ? t('why_record_learned', { s: term.source ?? t('unknown_mark') })
    : term.how === 'assumed' ? t('why_record_assumed') : term.how ? t('why_record_none') : t('why_record', { s: term.source ?? t('unknown_mark') }));
  const rows = [...of.terms.map(term => ({ name: className(term.class, labels, t('class_not_asked')), people: n(term.people), weight: weight(term.weight, term), sum: n(term.sum, 1), from: from(term) })),
    { name: t('why_reservation'), people: '', weight: weight(of.reservation.value, of.reservation), sum: n(-of.reservation.value, 1), from: '' },
    { name: t('why_surplus'), people: '', weight: '', sum: n(of.surplus, 1), from: '' }];
  return (
    <div className="stack tight"><h3>{t('why_terms', { p: of.party })}</h3>
      <Table label={t('why_terms', { p: of.party })} rows={rows} id={(_, i) => String(i)} columns={[
        { key: 'class', head: t('why_class'), cell: r => r.name }, { key: 'people', head: t('why_people'), num: true, cell: r => r.people },
        { key: 'weight', head: t('why_weight'), num: true, cell: r => r.weight }, { key: 'sum', head: t('why_sum'), num: true, cell: r => r.sum },
        ...(records ? [{ key: 'from', head: t('why_from'), cell: (r: typeof rows[number]) => r.from }] : [])]} />
      <p className="muted">{t('why_softness', { s: weight(of.softness.value, of.softness) })}</p>
      <p className="strong">{t('why_result', { p: of.party, c: chance(of.probability) })}</p>
      {of.band && <p>{t('why_band', { a: chance(of.band[0] ?? 0), b: chance(of.band[1] ?? 1) })}</p>}
    </div>
  );
}

function Learned({ of, labels }: { of: RestsOn['learned']; labels: Labels }) {
  const { t, n } = useT();
  if (!of) return <p>{t('why_learned_none')}</p>;
  return <>
    <p>{t('why_data', { n: of.packages, a: n(of.accepted), s: n(of.silent) })}</p>
    {of.widened && <p className="notice attention">{t('why_widened')}</p>}
    {of.held_back > 0 && <p className="notice attention">{t('why_held', { n: of.held_back })}</p>}
    {of.parties.map(party => <Terms key={party.party} of={party} labels={labels} records={false} />)}
    <p className="muted">{t('why_changes')}</p>
  </>;
}

function Home({ of, labels, cell }: { of: RestsOn['forecast']; labels: Labels; cell: Cell }) {
  const { t, n, chance } = useT();
  return <>
    <p>{t('why_home_text')}</p>
    <Table label={t('why_home')} rows={of.classes} id={(_, i) => String(i)} columns={[
      { key: 'class', head: t('why_class'), cell: r => className(r.class, labels, t('class_not_asked')) }, { key: 'people', head: t('agreed_home'), num: true, cell: r => n(r.people) },
      { key: 'share', head: t('why_delivery'), num: true, cell: r => chance(r.delivery) }, { key: 'expected', head: t('why_expected'), num: true, cell: r => n(r.expected, 1) }]} />
    <p>{t('home_sure', { s: n(cell.home?.sure95), k: n(cell.home?.sure95_shock) })}</p>
    <p className="muted">{t('why_shock')}</p>
  </>;
}

/** The parts of an answer that was given already. */
export function Rests({ of, part, labels, cell }: { of: RestsOn; part: Part; labels: Labels; cell: Cell }) {
  const { t } = useT();
  return <div className="stack">
    {part === 'home' ? <Home of={of.forecast} labels={labels} cell={cell} /> : <>
      <p className="muted">{t('why_accept_text')}</p>
      {part === 'stated' ? of.parties.map(party => <Terms key={party.party} of={party} labels={labels} records />) : <Learned of={of.learned} labels={labels} />}
      <p className="notice law">{t('why_inside')}</p></>}
  </div>;
}

function Asked({ cell, part, labels, joint }: { cell: Cell; part: Part; labels: Labels; joint: boolean }) {
  const run = useJob('evaluate');
  const { t } = useT();
  useEffect(() => { run.start({ package: packageOf(cell), terms: true, ...(joint ? { parties: ['*'] } : {}) } as PlanQuestion); }, []);
  const rests = (run.result as Evaluation | undefined)?.rests_on;
  if (run.error) return <ErrorBox error={run.error} />;
  if (run.running || !rests) return run.result ? <p>{t('swap_unvalued')}</p> : <Running run={run} />;
  return <Rests of={rests} part={part} labels={labels} cell={cell} />;
}

export const whyTitle = { stated: 'why_accept', learned: 'why_learned', home: 'why_home' } as const;

export function WhyOf({ cell, part, labels, joint }: { cell: Cell; part: Part; labels: Labels; joint: boolean }) {
  const { t } = useT();
  return <Why title={t(whyTitle[part])}><Asked cell={cell} part={part} labels={labels} joint={joint} /></Why>;
}
