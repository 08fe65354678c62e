import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Cell, Plan, PlanQuestion } from '../../api/types';
import { useKeys } from '../../app/keys';
import { More, useT } from '../../i18n';
import { ErrorBox } from '../../parts/states';
import { Frontier } from '../../charts/Frontier';
import { levels, steps, useJob } from './data';
import { Conditions, type Wish } from './Conditions';
import { Composition } from './Composition';
import { Clash } from './Clash';
import { Compare } from './Compare';
import { Outside } from './Outside';
import { Tranches } from './Tranches';
import { FrontierTable } from './FrontierTable';
import { Running } from './Running';

const question = (wish: Wish): PlanQuestion => ({
  given: [...new Set([...steps, wish.given])].sort((a, b) => a - b), acceptance: levels, ...(wish.joint ? { parties: ['*'] } : {}),
  ...(wish.unrequested ? { offer: 'unrequested' as const } : {}), ...(wish.without.length ? { without: wish.without } : {}),
});

/** What can be proposed: never the one answer, always what lies on the frontier under these conditions. */
function Screen() {
  const { t, n, chance } = useT();
  const run = useJob('plan');
  const [wish, setWish] = useState<Wish>({ acceptance: 0.9, given: 40, joint: false, unrequested: false, without: [] });
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
  const pin = () => { if (cell?.feasible) setPinned(old => [...old.filter(c => c !== cell).slice(-3), cell]); };
  useKeys({ KeyP: pin });
  return (
    <>
      <div className="page-head"><h1>{t('planner')}</h1><p className="muted">{t('planner_text')}</p></div>
      <div className="three planner">
        <Conditions wish={wish} set={setWish} labels={labels} />
        <div className="stack">
          <section className="panel stack" aria-labelledby="h-frontier">
            <div className="panel-head"><h2 id="h-frontier">{t('frontier')}</h2>
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
          {cell?.feasible && <Tranches cell={cell} />}
          <Clash wish={wish} set={setWish} labels={labels} />
        </div>
        <div className="stack">
          {cell && <Composition cell={cell} labels={labels} />}
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
