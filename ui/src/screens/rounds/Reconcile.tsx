// Agreed against delivered, both ways, name by name.  A difference without a cause keeps the round open.
import { Link } from 'wouter';
import { Name } from '../../app/privacy';
import { useT } from '../../i18n';
import { ListTable, listOf, Notes } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { pairs, useReconciliation, type Pair, type RoundSheet } from './data';

const parts = ['delivered', 'absent', 'other_identity', 'dead', 'unaccounted'] as const;

function Totals({ of }: { of: RoundSheet }) {
  const { t, n } = useT();
  const rows = pairs(of, 'handover');
  if (rows.length === 0) return <p className="muted">{listOf(of.sheet, 'handover')?.empty ?? t('unknown_mark')}</p>;
  return <div className="halves">{rows.map(({ code }) => {
    const [agreed, sum] = [Number(code.agreed), parts.reduce((all, key) => all + Number(code[key] ?? 0), 0)];
    return (
      <section key={String(code.direction)} className="panel stack"><h2>{t(code.direction === 'given' ? 'we_gave' : 'they_returned')}</h2>
        <dl className="figures"><div><dt>{t('agreed')}</dt><dd>{n(agreed)}</dd></div>{parts.map(key => <div key={key}><dt>{t(`total_${key}`)}</dt><dd>{n(Number(code[key] ?? 0))}</dd></div>)}</dl>
        <p className="muted">{t(agreed === sum ? 'totals_fit' : 'totals_differ', { a: n(agreed), s: n(sum) })}
          {Number(code.not_agreed) > 0 && <> {t('not_agreed_n', { n: Number(code.not_agreed), s: n(Number(code.substituted)) })}</>}</p>
      </section>
    );
  })}</div>;
}

const noCause = ({ words, code }: Pair) => code.cause !== 'restricted' && (!words.cause || code.cause === 'none given');

function Differences({ of }: { of: RoundSheet }) {
  const { t, w } = useT();
  const rows = pairs(of, 'differences');
  const open = rows.filter(noCause).length;
  const covered = rows.some(row => row.code.cause === 'restricted');
  // Whoever has no cause yet stands first.
  const sorted = [...rows].sort((a, b) => Number(noCause(b)) - Number(noCause(a)));
  return (
    <section className="panel stack" aria-labelledby="h-differences"><h2 id="h-differences">{t('differences')}</h2>
      {rows.length === 0 ? <p className="muted">{listOf(of.sheet, 'differences')?.empty}</p> : <>
        <p role="status" className={open > 0 ? 'notice attention' : 'notice'}>{covered ? t('differences_covered', { n: rows.length }) : open > 0 ? t('differences_open', { n: rows.length, o: open }) : t('differences_all', { n: rows.length })}</p>
        <div className="scroll tall" tabIndex={0} role="group" aria-label={t('table')}><table className="table"><thead><tr><th scope="col">{t('person_agreed')}</th><th scope="col">{t('way')}</th><th scope="col">{t('what_happened')}</th><th scope="col">{t('who_came')}</th><th scope="col">{t('cause_said')}</th></tr></thead>
          <tbody>{sorted.map(({ words, code }, i) => <tr key={i}>
            <th scope="row">{words.person && <Link href={`/person/${encodeURIComponent(words.person)}/exchanges`} className="mono">{words.person}</Link>} {code.name === 'restricted' ? <span className="covered">{t('restricted')}</span> : <Name>{words.name}</Name>}</th>
            <td>{words.direction}</td><td>{words.outcome}</td><td>{words.instead ? <Link href={`/person/${encodeURIComponent(words.instead)}`} className="mono">{words.instead}</Link> : t('unknown_mark')}</td>
            <td>{code.cause === 'restricted' ? <span className="covered">{t('restricted')}</span> : noCause({ words, code }) ? <span className="ochre">{t('cause_none')}</span> : w(words.cause)}</td></tr>)}</tbody></table></div>
        <p className="muted">{t('differences_note')}</p></>}
    </section>
  );
}

export function Reconcile({ id }: { id: string }) {
  const { t } = useT();
  const query = useReconciliation(id);
  return <Loaded query={query}>{of => {
    const home = listOf(of.sheet, 'already_home');
    return <>
      <Totals of={of} />
      <Differences of={of} />
      {home && home.rows.length > 0 && <section className="panel stack"><h2>{home.heading}</h2><p className="muted">{t('already_home_text')}</p><ListTable list={home} /></section>}
      <Notes notes={of.sheet.notes} />
    </>;
  }}</Loaded>;
}
