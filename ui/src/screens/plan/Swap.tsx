// People in or out of the package, or some for others: worth, acceptance, fairness and rules, before and after, in one answer with
// what both rest on.  Whoever is owed a return for nothing is in no class here and has no number.
import { useEffect, useState } from 'react';
import { Button, Form, Input, Label, NumberField } from 'react-aria-components';
import type { Cell, PlanQuestion, Sides } from '../../api/types';
import { useT } from '../../i18n';
import { Choose, TextInput } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import { Why } from '../../parts/Why';
import type { Chosen } from './Composition';
import { className, packageOf, useJob, type Evaluation, type Swapped } from './data';
import { Running } from './Running';
import { Rests, whyTitle, type Part } from './Why';
import { changeOf, type Change, type Wish } from './wish';

type Labels = Record<string, string>;
const plus = (text: string, value: number) => (value > 0 ? `+${text}` : text);

function broken(of: Evaluation, wish: Wish, t: ReturnType<typeof useT>['t'], chance: (p: number) => string): string[] {
  return [...(of.broken ?? []), ...((of.given ?? 0) > wish.given ? [t('broken_wish_given', { n: wish.given })] : []),
    ...(of.probability !== undefined && of.probability < wish.acceptance - 1e-9 ? [t('broken_wish_accept', { p: chance(wish.acceptance) })] : [])];
}

function BeforeAfter({ of, wish, labels }: { of: Swapped; wish: Wish; labels: Labels }) {
  const { t, n, chance } = useT();
  const { before, after, change } = of;
  const rules = (side: Evaluation) => { const list = broken(side, wish, t, chance); return list.length ? <ul>{list.map(rule => <li key={rule}>{rule}</li>)}</ul> : t('broken_none'); };
  const whole = (a: number | undefined, b: number | undefined, d: number, digits = 0) => ({ a: n(a, digits), b: n(b, digits), d: plus(n(d, digits), d) });
  const point = (p: number) => plus(`${n(100 * p, 1)} %`, p);
  const why = (side: Evaluation, part: Part, when: string) => side.rests_on && <Why title={`${t(whyTitle[part])}: ${when}`}><Rests of={side.rests_on} part={part} labels={labels} cell={side} /></Why>;
  const share = (side: Evaluation, group: string) => side.shares?.groups.find(g => g.group === group);
  const moved = change ? (before.shares?.groups ?? []).filter(g => share(after, g.group)?.returned !== g.returned) : [];
  const learned = (side: Evaluation) => (side.learned ? `${chance(side.learned.probability)} (${chance(side.learned.band[0] ?? 0)}–${chance(side.learned.band[1] ?? 1)})` : t('unknown_mark'));
  const rows = change ? [
    { head: t('given'), ...whole(before.given, after.given, change.given) }, { head: t('agreed_home'), ...whole(before.returned, after.returned, change.returned) },
    { head: t('worth_points'), ...whole(before.points, after.points, change.points, 1) },
    { head: t('home_expected'), ...whole(before.home?.mean, after.home?.mean, change.home, 1), part: 'home' as const },
    { head: t('key_sure'), ...whole(before.home?.sure95, after.home?.sure95, change.sure95) }, { head: t('key_shock'), ...whole(before.home?.sure95_shock, after.home?.sure95_shock, change.sure95_shock) },
    { head: t('accepted_stated'), a: chance(before.probability ?? 0), b: chance(after.probability ?? 0), d: point(change.probability), part: 'stated' as const },
    ...(before.learned || after.learned ? [{ head: t('accepted_learned'), a: learned(before), b: learned(after), d: before.learned && after.learned ? point(after.learned.probability - before.learned.probability) : '', part: 'learned' as const }] : []),
    ...Object.entries(change.surplus).map(([party, d]) => ({ head: t('worth_surplus', { p: party }), ...whole(before.surplus?.[party], after.surplus?.[party], d, 1) })),
    { head: t('least_share'), a: chance(before.shares?.least ?? 0), b: chance(after.shares?.least ?? 0), d: point(change.least_share) },
    { head: t('greatest_share'), a: chance(before.shares?.greatest ?? 0), b: chance(after.shares?.greatest ?? 0), d: point((after.shares?.greatest ?? 0) - (before.shares?.greatest ?? 0)) },
    ...moved.map(g => ({ head: t('share_of', { c: labels[g.group] ?? g.group }), a: `${n(g.returned)} / ${n(g.available)}`, b: `${n(share(after, g.group)?.returned)} / ${n(g.available)}`, d: plus(n((share(after, g.group)?.returned ?? 0) - g.returned), (share(after, g.group)?.returned ?? 0) - g.returned) })),
  ] : [];
  return (
    <div className="scroll tall" tabIndex={0} role="group" aria-label={t('swap_table')}><table className="table" aria-label={t('swap_table')}>
      <thead><tr><td /><th scope="col" className="num">{t('swap_before')}</th><th scope="col" className="num">{t('swap_after')}</th><th scope="col" className="num">{t('swap_change')}</th></tr></thead>
      <tbody>{rows.map((row, i) => <tr key={i}><th scope="row">{row.head}</th>
        <td className="num">{row.a} {'part' in row && row.part && why(before, row.part, t('swap_before'))}</td><td className="num">{row.b} {'part' in row && row.part && why(after, row.part, t('swap_after'))}</td><td className="num">{row.d}</td></tr>)}
        <tr><th scope="row">{t('broken_rules')}</th><td>{rules(before)}</td><td>{rules(after)}</td><td /></tr></tbody>
    </table>
    {!change && <p className="notice attention">{t('swap_unvalued')}</p>}</div>
  );
}

export function Swap({ cell, wish, labels, available, chosen, pin }: { cell: Cell; wish: Wish; labels: Labels; available: Sides; chosen: Chosen | null; pin: (cell: Cell) => void }) {
  const { t, n } = useT();
  const run = useJob('swap');
  const [base, setBase] = useState<Cell>(cell);
  const [lines, setLines] = useState<Change[]>([]);
  const [way, setWay] = useState<Change['way']>('out');
  const [side, setSide] = useState<Change['side']>('given');
  const [key, setKey] = useState('');
  const [person, setPerson] = useState('');
  const [many, setMany] = useState(1);
  const [shown, setShown] = useState<Swapped | null>(null);
  useEffect(() => { setBase(cell); setLines([]); setShown(null); }, [cell]);
  useEffect(() => { if (chosen) { setWay('out'); setSide(chosen.side); setKey(chosen.key); setPerson(''); } }, [chosen]);
  useEffect(() => { if (run.result) setShown(run.result as Swapped); }, [run.result]);
  const named = (k: string) => className(k, labels, t('class_not_asked'));
  const classes = Object.keys(way === 'out' ? packageOf(base)[side] : available[side]);
  const at = classes.includes(key) ? key : classes[0] ?? '';
  const add = () => {
    const id = person.trim();
    if (!id && !at) return;
    setLines([...lines, { way, side, key: id || at, n: id ? 1 : many }]);
    setPerson(''); setShown(null);
  };
  const show = () => { setShown(null); run.start({ package: packageOf(base), change: changeOf(lines), ...(wish.joint ? { parties: ['*'] } : {}) } as PlanQuestion); };
  const after = shown?.change ? { ...shown.after, feasible: true, acceptance: wish.acceptance, max_given: shown.after.given ?? wish.given } as Cell : null;
  return (
    <section className="panel stack" aria-labelledby="h-swap" id="swap"><div className="panel-head"><h2 id="h-swap" tabIndex={-1}>{t('swap')}</h2><kbd aria-hidden="true">S</kbd></div>
      <p className="muted">{t('swap_text')}</p>
      <p className="row">{t('swap_from', { r: t('ratio', { g: n(base.given), r: n(base.returned) }) })}
        {base !== cell && <Button className="button small" onPress={() => { setBase(cell); setLines([]); setShown(null); }}>{t('swap_reset')}</Button>}</p>
      <Form className="stack" aria-label={t('swap')} onSubmit={event => { event.preventDefault(); add(); }}>
        <div className="grid-fields">
          <Choose label={t('swap_way')} value={way} onChange={v => setWay(v as Change['way'])} choices={[{ id: 'out', label: t('swap_out') }, { id: 'in', label: t('swap_in') }]} />
          <Choose label={t('swap_side')} value={side} onChange={v => setSide(v as Change['side'])} choices={[{ id: 'given', label: t('side_given') }, { id: 'returned', label: t('side_returned') }]} />
          <Choose label={t('class')} value={at} onChange={setKey} choices={classes.map(id => ({ id, label: named(id) }))} />
          <NumberField className="field" minValue={1} maxValue={5000} value={many} onChange={value => !Number.isNaN(value) && setMany(value)}><Label>{t('swap_many')}</Label>
            <div className="row tight"><Button slot="decrement" className="button">−</Button><Input className="input number" /><Button slot="increment" className="button">+</Button></div></NumberField>
          <TextInput name="person" label={t('swap_person')} help={t('swap_person_help')} value={person} onChange={setPerson} />
        </div>
        <div className="row"><Button type="submit" className="button" isDisabled={!person.trim() && !at}>{t('swap_add')}</Button></div>
      </Form>
      {lines.length === 0 ? <p className="muted">{t('swap_none')}</p> : <ul className="list">{lines.map((line, i) => (
        <li key={i}><div className="item row"><span>{t(line.way === 'out' ? 'swap_line_out' : 'swap_line_in', { n: line.n, c: named(line.key) })}</span>
          <Button className="button small" aria-label={t('swap_drop', { c: named(line.key) })} onPress={() => { setLines(lines.filter((_, k) => k !== i)); setShown(null); }}>✕</Button></div></li>))}</ul>}
      <div className="row"><Button className="button main-act" isDisabled={lines.length === 0 || run.running} onPress={show}>{t('swap_show')}</Button>
        {after && <Button className="button" onPress={() => { setBase(after); setLines([]); setShown(null); }}>{t('swap_further')}</Button>}
        {after && <Button className="button" onPress={() => pin(after)}>{t('pin')}</Button>}</div>
      {run.running && <Running run={run} />}
      {run.error ? <ErrorBox error={run.error} /> : null}
      <div role="status">{shown && <BeforeAfter of={shown} wish={wish} labels={labels} />}</div>
    </section>
  );
}
