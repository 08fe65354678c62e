// Papers of the situation: places, what was given and came home, a round, a package.
import type { ReactNode } from 'react';
import type { PlaceRow } from '../../api/types';
import { useMay } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Interval } from '../../parts/Estimate';
import { SheetView } from '../../parts/Sheet';
import { Loaded as Read } from '../../parts/states';
import { usePlaces, useTotals } from '../places/data';
import { className } from '../plan/data';
import { useBalance, useReconciliation, useRound } from '../rounds/data';
import { Frame } from './Frame';
import { keptPlan } from './kept';

function Loaded<T>({ query, children }: { query: Parameters<typeof Read<T>>[0]['query']; children: (data: T) => ReactNode }) {
  const { t } = useT();
  return <Read query={query} title={t('print')}>{children}</Read>;
}

function Region({ label, places, total }: { label: string; places: readonly PlaceRow[]; total: ReactNode }) {
  const { t, w, n, day } = useT();
  return (
    <section><h2>{label || t('region_unknown')}</h2>{total}
      <table className="table"><thead><tr><th scope="col">{t('place')}</th><th scope="col">{t('place_side')}</th><th scope="col">{t('print_expected')}</th><th scope="col">{t('print_access')}</th><th scope="col">{t('grade')}</th></tr></thead>
        <tbody>{places.map(place => <tr key={place.id}><th scope="row">{place.name ?? place.id}<span className="muted block">{w(place.kind.replace(/_/g, ' '))}, {place.id}</span></th>
          <td>{place.side === 'ours' ? t('place_ours') : place.notified ? t('place_notified') : t('place_unofficial')}</td>
          <td>{place.mean != null && place.lower95 != null && place.upper95 != null ? <Interval lower={place.lower95} upper={place.upper95} mid={place.mean} /> : n(null)}</td>
          <td>{place.side === 'ours' ? n(null) : t(`access_${place.access ?? 'none'}` as Key, { d: day(place.visited) })}{(place.indications ?? 0) > 0 && <span className="block">{t('place_flags', { n: place.indications ?? 0 })}</span>}</td>
          <td>{t('place_sources', { n: place.sources ?? 0, g: place.grade ?? t('unknown_mark') })}</td></tr>)}</tbody></table></section>
  );
}

/** Coarse: places by region, and no position at all. */
export function PlacesPaper() {
  const { t } = useT();
  const totals = useTotals(useMay('BRIEF'), '');
  return <Loaded query={usePlaces('')}>{data => {
    const regions = [...new Set(data.places.map(place => place.region ?? ''))];
    return <Frame title={t('print_places')} closed="print_closed" back="/places" at={data.as_of}>
      <p className="strong">{t('places_not_for')}</p><p>{t('print_places_note')}</p>
      {regions.map(region => {
        const places = data.places.filter(place => (place.region ?? '') === region);
        const held = totals.data?.find(row => row.region === region);
        return <Region key={region} label={places[0]?.region_label ?? region} places={places} total={held ? <p>{t('print_region_total')}: <Interval lower={held.lower95} upper={held.upper95} mid={held.mean} /></p> : null} />;
      })}</Frame>;
  }}</Loaded>;
}

export function BalancePaper() {
  const { t } = useT();
  return <Loaded query={useBalance()}>{({ sheet }) => <Frame title={t('print_balance')} closed="print_closed" back="/rounds"><p>{t('balance_text')}</p><h2>{t('balance_head')}</h2><SheetView sheet={sheet} /></Frame>}</Loaded>;
}

/** A round as it stands: plan, lists with their hashes, answers, what was agreed and what came. */
export function RoundPaper({ id }: { id: string }) {
  const { t } = useT();
  const reconciled = useReconciliation(id);
  return <Loaded query={useRound(id)}>{of => (
    <Frame title={`${t('print_round')} ${id}`} closed="print_closed" back={`/rounds/${encodeURIComponent(id)}`}>
      <h2>{t('round_facts')}</h2><SheetView sheet={of.sheet} />
      {reconciled.data && <><h2>{t('round_part_reconcile')}</h2><SheetView sheet={reconciled.data.sheet} /></>}</Frame>
  )}</Loaded>;
}

function Side({ title, of, labels }: { title: string; of: Record<string, number>; labels: Record<string, string> }) {
  const { t, n } = useT();
  return <table className="table"><caption>{title}</caption><tbody>{Object.entries(of).map(([key, count]) => <tr key={key}><th scope="row">{className(key, labels, t('class_not_asked'))}</th><td className="num">{n(count)}</td></tr>)}</tbody></table>;
}

/** For the table of a negotiator: who and how many under which conditions; no worth, no priority of ours. */
export function PlanPaper() {
  const { t, n, chance } = useT();
  const kept = keptPlan();
  if (!kept) return <><h1>{t('print_plan')}</h1><p>{t('print_plan_none')}</p><p><a href="#/plan">{t('print_plan_open')}</a></p></>;
  const { cell, cells, labels, conditions, at } = kept;
  return (
    <Frame title={`${t('print_plan')}: ${t('theirs_given', { n: cell.given ?? 0 })}, ${t('ours_home', { n: cell.returned ?? 0 })}`} closed="print_closed" back="/plan" at={at}>
      <p>{t('print_plan_note')}</p>
      {conditions.length > 0 && <><h2>{t('print_plan_conditions')}</h2><ul>{conditions.map(line => <li key={line}>{line}</li>)}</ul></>}
      <Side title={t('ours_home', { n: cell.returned ?? 0 })} of={cell.compose?.returned ?? {}} labels={labels} />
      <Side title={t('theirs_given', { n: cell.given ?? 0 })} of={cell.compose?.given ?? {}} labels={labels} />
      {cell.home && <p>{t('home_expected')}: {n(cell.home.mean)} ({t('home_sure', { s: n(cell.home.sure95), k: n(cell.home.sure95_shock) })})</p>}
      <p>{t('accepted_stated')}: {chance(cell.probability ?? 0)}</p>
      <h2>{t('frontier')}</h2>
      <table className="table"><thead><tr><th scope="col" className="num">{t('at_most_given')}</th><th scope="col" className="num">{t('agreed_home')}</th><th scope="col" className="num">{t('home_expected')}</th><th scope="col" className="num">{t('key_sure')}</th></tr></thead>
        <tbody>{cells.map(one => <tr key={one.max_given}><td className="num">{n(one.max_given)}</td><td className="num">{n(one.returned)}</td><td className="num">{n(one.home?.mean)}</td><td className="num">{n(one.home?.sure95)}</td></tr>)}</tbody></table>
    </Frame>
  );
}
