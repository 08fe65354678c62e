// Sets of wishes and limits, kept side by side and compared: what was asked, and what came of it.
import { Button } from 'react-aria-components';
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { className } from './data';
import { nextName, sameWish, scenariosMost, type Scenario, type Wish } from './wish';

export function ScenarioBar({ kept, wish, cell, keep, take, drop, compare, open }: {
  kept: readonly Scenario[]; wish: Wish; cell: Cell | undefined; keep: (scenario: Scenario) => void; take: (scenario: Scenario) => void; drop: (scenario: Scenario) => void; compare: () => void; open: boolean;
}) {
  const { t, n, chance } = useT();
  return (
    <section className="panel row no-print" aria-labelledby="h-scenarios"><h2 id="h-scenarios">{t('scenarios')}</h2>
      {kept.map(s => <span key={s.name} className="row tight"><Button className="button small" aria-pressed={sameWish(s.wish, wish)} onPress={() => take(s)}>{t('scenario_short', { s: s.name, g: n(s.wish.given), p: chance(s.wish.acceptance) })}</Button>
        <Button className="button small" aria-label={t('scenario_drop', { s: s.name })} onPress={() => drop(s)}>✕</Button></span>)}
      <Button className="button small" isDisabled={kept.length >= scenariosMost || kept.some(s => sameWish(s.wish, wish))} onPress={() => keep({ name: nextName(kept), wish, cell })}>{t('scenario_keep')}</Button>
      <Button className="button small" aria-expanded={open} isDisabled={kept.length === 0} onPress={compare}>{t('scenarios_compare')} <kbd aria-hidden="true">C</kbd></Button>
      <span className="muted">{t('scenarios_text')}</span>
    </section>
  );
}

export function ScenarioTable({ kept, wish, cell, labels }: { kept: readonly Scenario[]; wish: Wish; cell: Cell | undefined; labels: Record<string, string> }) {
  const { t, n, chance } = useT();
  const all = kept.some(s => sameWish(s.wish, wish)) ? [...kept] : [...kept, { name: t('scenario_now'), wish, cell }];
  const yes = (on: boolean) => t(on ? 'yes_word' : 'no_word');
  const named = (key: string) => className(key, labels, t('class_not_asked'));
  const wishes: [string, (w: Wish) => string][] = [
    [t('at_most_given'), w => n(w.given)], [t('least_acceptance'), w => chance(w.acceptance)], [t('wish_joint'), w => yes(w.joint)], [t('wish_unrequested'), w => yes(w.unrequested)],
    [t('wish_without'), w => w.without.map(named).join(', ') || t('nobody')], [t('wish_locked'), w => Object.entries(w.locked).map(([key, m]) => t('locked_n', { n: m, c: named(key) })).join('; ') || t('nobody')]];
  const results: [string, (c: Cell) => string][] = [
    [t('given'), c => n(c.given)], [t('agreed_home'), c => n(c.returned)], [t('home_expected'), c => n(c.home?.mean)], [t('key_sure'), c => n(c.home?.sure95)], [t('key_shock'), c => n(c.home?.sure95_shock)],
    [t('accepted_stated'), c => chance(c.probability ?? 0)], [t('accepted_learned'), c => (c.learned ? `${chance(c.learned.probability)} (${chance(c.learned.band[0] ?? 0)}–${chance(c.learned.band[1] ?? 1)})` : t('unknown_mark'))]];
  const differ = wishes.filter(([, words]) => new Set(all.map(s => words(s.wish))).size > 1 || all.length === 1);
  return (
    <section className="panel stack" aria-labelledby="h-compared"><h2 id="h-compared" tabIndex={-1}>{t('scenarios_compared')}</h2><p className="muted">{t('scenarios_compared_text')}</p>
      <div className="scroll tall" tabIndex={0} role="group" aria-labelledby="h-compared"><table className="table">
        <thead><tr><td />{all.map(s => <th scope="col" key={s.name} className="num">{s.name.length === 1 ? t('scenario', { s: s.name }) : s.name}</th>)}</tr></thead>
        <tbody>{differ.map(([head, words]) => <tr key={head}><th scope="row">{head}</th>{all.map(s => <td key={s.name} className="num">{words(s.wish)}</td>)}</tr>)}
          {results.map(([head, words]) => <tr key={head}><th scope="row">{head}</th>{all.map(s => <td key={s.name} className="num">{s.cell?.feasible ? words(s.cell) : t('none_mark')}</td>)}</tr>)}</tbody>
      </table></div>
    </section>
  );
}
