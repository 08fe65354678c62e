import { Button } from 'react-aria-components';
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { className } from './data';

/** Packages that were kept, in columns. */
export function Compare({ cells, labels, drop }: { cells: Cell[]; labels: Record<string, string>; drop: (cell: Cell) => void }) {
  const { t, n, chance } = useT();
  const rows: [string, (c: Cell) => string][] = [
    [t('given'), c => n(c.given)], [t('agreed_home'), c => n(c.returned)], [t('home_expected'), c => n(c.home?.mean)],
    [t('key_sure'), c => n(c.home?.sure95)], [t('key_shock'), c => n(c.home?.sure95_shock)],
    [t('accepted_stated'), c => chance(c.probability ?? 0)],
    [t('accepted_learned'), c => (c.learned ? `${chance(c.learned.probability)} (${chance(c.learned.band[0] ?? 0)}–${chance(c.learned.band[1] ?? 1)})` : t('unknown_mark'))],
    [t('if_refused'), () => t('if_refused_text')],
  ];
  const classes = [...new Set(cells.flatMap(c => [...Object.keys(c.compose?.returned ?? {}), ...Object.keys(c.compose?.given ?? {})]))];
  const differ = classes.filter(key => new Set(cells.map(c => c.compose?.returned[key] ?? c.compose?.given[key] ?? 0)).size > 1 || cells.length === 1);
  return (
    <section className="panel stack" aria-labelledby="h-compare"><h2 id="h-compare" tabIndex={-1}>{t('compare')}</h2><p className="muted">{t('compare_text')}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="h-compare"><table className="table">
        <thead><tr><td />{cells.map((c, i) => <th scope="col" key={i} className="num">{t('ratio', { g: n(c.given), r: n(c.returned) })} <Button className="button small" aria-label={t('unpin')} onPress={() => drop(c)}>✕</Button></th>)}</tr></thead>
        <tbody>{rows.map(([head, cell]) => <tr key={head}><th scope="row">{head}</th>{cells.map((c, i) => <td key={i} className="num">{cell(c)}</td>)}</tr>)}
          {differ.map(key => <tr key={key}><th scope="row">{className(key, labels, t('class_not_asked'))}</th>
            {cells.map((c, i) => <td key={i} className="num">{n(c.compose?.returned[key] ?? c.compose?.given[key] ?? 0)}</td>)}</tr>)}</tbody>
      </table></div>
    </section>
  );
}
