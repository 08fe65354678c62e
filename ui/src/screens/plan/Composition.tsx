// Who is in the package, by class; no class is coloured or ranked, ours and theirs stand under each other.  A class is chosen with
// its button; L locks it in, S opens the swap with it.
import { Button } from 'react-aria-components';
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { Chance, ChanceBar } from '../../parts/Estimate';
import { className } from './data';
import { ruleWords } from './rules';
import { WhyOf } from './Why';

export interface Chosen { side: 'given' | 'returned'; key: string }
interface Hands { chosen: Chosen | null; choose: (it: Chosen | null) => void; locked: Record<string, number>; lock: (it: Chosen) => void }

function Side({ title, side, of, labels, hands }: { title: string; side: Chosen['side']; of: Record<string, number>; labels: Record<string, string>; hands: Hands }) {
  const { t, n } = useT();
  const rows = Object.entries(of);
  return (
    <table className="table"><caption>{title}</caption><tbody>
      {rows.length === 0 && <tr><td className="muted">{t('nobody')}</td></tr>}
      {rows.map(([key, count]) => {
        const name = className(key, labels, t('class_not_asked'));
        const on = hands.chosen?.key === key && hands.chosen.side === side;
        const locked = key in hands.locked;
        return <tr key={key}><th scope="row"><Button className="button plain" aria-pressed={on} aria-label={t('choose_class', { c: name })} onPress={() => hands.choose(on ? null : { side, key })}>{name}</Button>
          {on && <span className="muted"> {t('class_chosen')}</span>}</th><td className="num">{n(count)}</td>
          <td className="no-print"><Button className="button small" aria-pressed={locked} aria-label={t(locked ? 'unlock_class' : 'lock_class', { c: name })} onPress={() => hands.lock({ side, key })}>{t(locked ? 'unlock' : 'lock')}</Button></td></tr>;
      })}
    </tbody></table>
  );
}

export function Composition({ cell, labels, joint, hands }: { cell: Cell; labels: Record<string, string>; joint: boolean; hands: Hands }) {
  const language = useT();
  const { t, n, chance } = language;
  if (!cell.feasible) return (
    <section className="panel stack"><h2>{t('composition')}</h2><p>{t('frontier_none', { g: cell.max_given })}</p>
      {cell.clash && <ul>{cell.clash.map(rule => <li key={rule}>{ruleWords(rule, labels, language)}</li>)}</ul>}</section>
  );
  const band = cell.learned?.band;
  const why = (part: 'stated' | 'learned' | 'home') => <WhyOf cell={cell} part={part} labels={labels} joint={joint} />;
  return (
    <section className="panel stack" aria-labelledby="h-composition" id="composition"><div className="panel-head"><h2 id="h-composition">{t('composition')}</h2><span className="muted"><kbd aria-hidden="true">L</kbd> <kbd aria-hidden="true">S</kbd> <kbd aria-hidden="true">O</kbd></span></div>
      <Side title={t('ours_home', { n: cell.returned ?? 0 })} side="returned" of={cell.compose?.returned ?? {}} labels={labels} hands={hands} />
      <Side title={t('theirs_given', { n: cell.given ?? 0 })} side="given" of={cell.compose?.given ?? {}} labels={labels} hands={hands} />
      <dl className="facts even">
        <div className="fact"><dt>{t('accepted_stated')}</dt><dd><Chance p={cell.probability} word={false} /> <ChanceBar p={cell.probability ?? 0} width={90} /> {why('stated')}</dd></div>
        {cell.learned && <div className="fact"><dt>{t('accepted_learned')}</dt><dd><Chance p={cell.learned.probability} word={false} /> ({chance(band?.[0] ?? 0)}–{chance(band?.[1] ?? 1)})
          <ChanceBar p={cell.learned.probability} lower={band?.[0]} upper={band?.[1]} width={90} /> {why('learned')}</dd></div>}
        {cell.home && <div className="fact"><dt>{t('home_expected')}</dt><dd>{n(cell.home.mean)} <span className="muted">({t('home_sure', { s: n(cell.home.sure95), k: n(cell.home.sure95_shock) })})</span> {why('home')}</dd></div>}
        {cell.provisional && <div className="fact"><dt>{t('provisional')}</dt><dd>{t('provisional_n', { g: cell.provisional.given, r: cell.provisional.returned })}</dd></div>}
        <div className="fact"><dt>{t('proof')}</dt><dd>{cell.proven ? t('proven') : t('not_proven', { n: cell.bound ?? 0 })}</dd></div>
      </dl>
      {cell.learned && <p className="muted">{t('lower_counts')}</p>}
    </section>
  );
}
