import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Cell, Plan } from '../../api/types';
import { useKeys } from '../../app/keys';
import { More, useT } from '../../i18n';
import { ErrorBox } from '../../parts/states';
import { Frontier } from '../../charts/Frontier';
import { useJob } from './data';
import { Conditions } from './Conditions';
import { Composition, type Chosen } from './Composition';
import { Clash } from './Clash';
import { Compare } from './Compare';
import { Outside } from './Outside';
import { Tranches } from './Tranches';
import { FrontierTable } from './FrontierTable';
import { Running } from './Running';
import { ScenarioBar, ScenarioTable } from './Scenarios';
import { Swap } from './Swap';
import { firstWish, question, type Scenario, type Wish } from './wish';
import { keepPlan } from '../print/kept';

/** What can be proposed: never the one answer, always what lies on the frontier under these conditions. */
function Screen() {
  const { t, n, chance } = useT();
  const run = useJob('plan');
  const [wish, setWish] = useState<Wish>(firstWish);
  const [scenarios, setScenarios] = useState<Scenario[]>([]);
  const [comparing, setComparing] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [pinned, setPinned] = useState<Cell[]>([]);
  const [kept, setKept] = useState<Plan | null>(null);
  const asked = JSON.stringify(question(wish));
  useEffect(() => { run.start(question(wish)); }, [asked]);
  useEffect(() => { if (run.result) setKept(run.result as Plan); }, [run.result]);
  const plan = kept;
  const labels = plan?.labels ?? {};
  const cells = useMemo(() => (plan?.frontier ?? []).filter(c => Math.abs(c.acceptance - wish.acceptance) < 1e-9).sort((a, b) => a.max_given - b.max_given), [plan, wish.acceptance]);
  const at = Math.max(0, cells.findIndex(c => c.max_given === wish.given));
  const cell = cells[at];
  const reading = cell?.feasible && cell.home ? t('frontier_reading', {
    g: cell.given ?? 0, r: cell.returned ?? 0, m: n(cell.home.mean), s: n(cell.home.sure95), k: n(cell.home.sure95_shock), p: chance(cell.probability ?? 0),
  }) : cell ? t('frontier_none', { g: cell.max_given }) : '';
  const keep = (one: Cell) => setPinned(old => [...old.filter(c => c !== one).slice(-3), one]);
  const pin = () => { if (cell?.feasible) keep(cell); };
  const focus = (id: string) => queueMicrotask(() => requestAnimationFrame(() => { const head = document.getElementById(id); head?.scrollIntoView({ block: 'nearest' }); head?.focus(); }));
  const lock = ({ side, key }: Chosen) => setWish(old => ({ ...old, locked: key in old.locked
    ? Object.fromEntries(Object.entries(old.locked).filter(([k]) => k !== key)) : { ...old.locked, [key]: cell?.compose?.[side][key] ?? 1 } }));
  const compare = () => { if (scenarios.length === 0) { focus('h-compare'); return; } setComparing(on => !on); if (!comparing) focus('h-compared'); };
  useKeys({
    KeyP: pin, KeyC: compare, KeyS: () => focus('h-swap'), KeyL: () => { if (chosen) lock(chosen); },
    KeyO: () => document.querySelector<HTMLElement>('#composition [data-why]')?.click(),
  });
  return (
    <>
      <div className="page-head"><h1>{t('planner')}</h1><p className="muted">{t('planner_text')}</p></div>
      <ScenarioBar kept={scenarios} wish={wish} cell={cell} open={comparing} compare={compare} take={s => setWish(s.wish)}
        keep={s => setScenarios(old => [...old, s])} drop={s => setScenarios(old => old.filter(x => x !== s))} />
      {comparing && scenarios.length > 0 && <ScenarioTable kept={scenarios} wish={wish} cell={cell} labels={labels} />}
      <div className="three planner">
        <Conditions wish={wish} set={setWish} labels={labels} />
        <div className="stack">
          <section className="panel stack" aria-labelledby="h-frontier">
            <div className="panel-head"><h2 id="h-frontier">{t('frontier')}</h2>
              {cell?.feasible && plan && <a className="button small" href="#/print/plan" onClick={() => keepPlan({ cell, cells, labels, conditions: wish.without, at: plan.as_of })}>{t('print')}</a>}
              <Button className="button small" isDisabled={!cell?.feasible} onPress={pin}>{t('pin')} <kbd aria-hidden="true">P</kbd></Button></div>
            {run.error ? <ErrorBox error={run.error} retry={() => run.start(question(wish))} /> : null}
            {run.running && <Running run={run} />}
            {cells.length > 0 && <>
              <Frontier cells={cells} at={at} pinned={pinned} reading={reading} choose={i => setWish(old => ({ ...old, given: cells[i]?.max_given ?? old.given }))} />
              <p className="readout" role="status">{reading}</p>
              <FrontierTable cells={cells} />
            </>}
          </section>
          {pinned.length > 0 && <Compare cells={pinned} labels={labels} drop={c => setPinned(old => old.filter(x => x !== c))} />}
          {cell?.feasible && <Swap cell={cell} wish={wish} labels={labels} available={plan?.available ?? { given: {}, returned: {} }} chosen={chosen} pin={keep} />}
          {cell?.feasible && <Tranches cell={cell} />}
          <Clash wish={wish} set={setWish} labels={labels} />
        </div>
        <div className="stack">
          {cell && <Composition cell={cell} labels={labels} joint={wish.joint} hands={{ chosen, choose: setChosen, locked: wish.locked, lock }} />}
          {plan && <Outside plan={plan} labels={labels} />}
        </div>
      </div>
      {plan?.notes && <section className="panel"><h2>{t('notes')}</h2><ul>{plan.notes.map(note => <li key={note}>{note}</li>)}</ul></section>}
    </>
  );
}

export default function Planner() {
  return <More parts={['plan']}><Screen /></More>;
}
