// Who is in the package, by class; no class is coloured or ranked, ours and theirs stand under each other.
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { Chance, ChanceBar } from '../../parts/Estimate';
import { className } from './data';

function Side({ title, of, labels }: { title: string; of: Record<string, number>; labels: Record<string, string> }) {
  const { t, n } = useT();
  const rows = Object.entries(of);
  return (
    <table className="table"><caption>{title}</caption><tbody>
      {rows.length === 0 && <tr><td className="muted">{t('nobody')}</td></tr>}
      {rows.map(([key, count]) => <tr key={key}><th scope="row">{className(key, labels, t('class_not_asked'))}</th><td className="num">{n(count)}</td></tr>)}
    </tbody></table>
  );
}

export function Composition({ cell, labels }: { cell: Cell; labels: Record<string, string> }) {
  const { t, n, chance } = useT();
  if (!cell.feasible) return (
    <section className="panel stack"><h2>{t('composition')}</h2><p>{t('frontier_none', { g: cell.max_given })}</p>
      {cell.clash && <ul>{cell.clash.map(rule => <li key={rule}>{rule}</li>)}</ul>}</section>
  );
  const band = cell.learned?.band;
  return (
    <section className="panel stack" aria-labelledby="h-composition"><h2 id="h-composition">{t('composition')}</h2>
      <Side title={t('ours_home', { n: cell.returned ?? 0 })} of={cell.compose?.returned ?? {}} labels={labels} />
      <Side title={t('theirs_given', { n: cell.given ?? 0 })} of={cell.compose?.given ?? {}} labels={labels} />
      <dl className="facts even">
        <div className="fact"><dt>{t('accepted_stated')}</dt><dd><Chance p={cell.probability} word={false} /> <ChanceBar p={cell.probability ?? 0} width={90} /></dd></div>
        {cell.learned && <div className="fact"><dt>{t('accepted_learned')}</dt><dd><Chance p={cell.learned.probability} word={false} /> ({chance(band?.[0] ?? 0)}–{chance(band?.[1] ?? 1)})
          <ChanceBar p={cell.learned.probability} lower={band?.[0]} upper={band?.[1]} width={90} /></dd></div>}
        {cell.home && <div className="fact"><dt>{t('home_expected')}</dt><dd>{n(cell.home.mean)} <span className="muted">({t('home_sure', { s: n(cell.home.sure95), k: n(cell.home.sure95_shock) })})</span></dd></div>}
        {cell.provisional && <div className="fact"><dt>{t('provisional')}</dt><dd>{t('provisional_n', { g: cell.provisional.given, r: cell.provisional.returned })}</dd></div>}
        <div className="fact"><dt>{t('proof')}</dt><dd>{cell.proven ? t('proven') : t('not_proven', { n: cell.bound ?? 0 })}</dd></div>
      </dl>
      {cell.learned && <p className="muted">{t('lower_counts')}</p>}
    </section>
  );
}
