// The rows of the lists: whom each was matched to, how sure, what was answered, what it therefore is; and two versions of a list.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { Name } from '../../app/privacy';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { Facts, ListTable, listOf, Notes } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { pairs, useDifference, useLines, type Pair, type RoundSheet } from './data';

const window = 100;

function Who({ of: { words, code } }: { of: Pair }) {
  const { t } = useT();
  const judges = useMay('JUDGE');
  if (code.person === 'restricted') return <span className="covered">{t('restricted')}</span>;
  const link = words.person && <Link href={`/person/${encodeURIComponent(words.person)}/exchanges`} className="mono">{words.person}</Link>;
  return <>{link || <span className="muted">{t('unknown_mark')}</span>} <span className="muted">{words.matched}</span>
    {judges && code.matched === 'proposed only' && <> <Link href="/review">{t('lines_judge')}</Link></>}</>;
}

function Table({ rows }: { rows: readonly Pair[] }) {
  const { t, n, day, chance } = useT();
  const [most, setMost] = useState(window);
  return <>
    <p role="status">{t('lines_count', { n: rows.length })}</p>
    {rows.length === 0 ? <p className="muted">{t('lines_none')}</p> : <div className="scroll tall" tabIndex={0} role="group" aria-label={t('round_part_names')}><table className="table" aria-label={t('round_part_names')}>
      <thead><tr><th scope="col">{t('lines_list')}</th><th scope="col" className="num">{t('lines_row')}</th><th scope="col">{t('lines_named')}</th><th scope="col">{t('lines_is')}</th><th scope="col">{t('lines_sure')}</th><th scope="col">{t('lines_said')}</th><th scope="col">{t('lines_state')}</th></tr></thead>
      <tbody>{rows.slice(0, most).map(({ words, code }, i) => <tr key={i}><th scope="row" className="mono">{words.list}</th><td className="num">{words.row}</td>
        <td>{code.name === 'restricted' ? <span className="covered">{t('restricted')}</span> : <Name>{words.name}</Name>} <span className="muted nowrap">{code.born === 'restricted' ? '' : day(words.born)}</span></td>
        <td><Who of={{ words, code }} /></td><td className="num">{typeof code.sure === 'number' ? chance(code.sure) : t('unknown_mark')}</td>
        <td>{words.answer ?? <span className="muted">{t('unknown_mark')}</span>}</td><td>{code.state === 'restricted' ? <span className="covered">{t('restricted')}</span> : <span className={code.state === 'is held' ? 'chip' : 'chip ochre'}>{words.state}</span>}</td></tr>)}</tbody>
    </table></div>}
    {rows.length > most && <div><Button className="button" onPress={() => setMost(most + window)}>{t('lines_more', { n: n(Math.min(window, rows.length - most)) })}</Button></div>}
  </>;
}

export function Lines({ id, lists }: { id: string; lists: readonly Pair[] }) {
  const { t } = useT();
  const [list, setList] = useState('');
  const [state, setState] = useState('');
  const query = useLines(id, list);
  return (
    <section className="panel stack" aria-labelledby="h-lines"><h2 id="h-lines">{t('round_part_names')}</h2><p className="muted">{t('lines_text')}</p>
      <Loaded query={query}>{of => {
        const rows = pairs(of, 'names');
        const states = [...new Map(rows.filter(row => row.code.state !== 'restricted').map(row => [String(row.code.state), row.words.state ?? ''])).entries()];
        return <>
          <div className="grid-fields">
            <Choose label={t('lines_list')} value={list} onChange={v => { setList(v); setState(''); }} choices={[{ id: '', label: t('lines_all') }, ...lists.map(row => ({ id: row.words.id ?? '', label: `${row.words.id}: ${row.words.kind}, ${row.words.direction}` }))]} />
            <Choose label={t('lines_state')} value={state} onChange={setState} choices={[{ id: '', label: t('lines_any') }, ...states.map(([code, words]) => ({ id: code, label: t('lines_state_n', { s: words, n: rows.filter(row => row.code.state === code).length }) }))]} />
          </div>
          <Table key={`${list}|${state}`} rows={state ? rows.filter(row => row.code.state === state) : rows} />
          <Notes notes={of.sheet.notes} />
        </>;
      }}</Loaded>
    </section>
  );
}

function Shown({ of }: { of: RoundSheet }) {
  const list = listOf(of.sheet, 'rows');
  return <><Facts sheet={of.sheet} />{list && <ListTable list={list} />}<Notes notes={of.sheet.notes} /></>;
}
function Compared({ id, from, to }: { id: string; from: string; to: string }) {
  return <Loaded query={useDifference(id, from, to)}>{of => <Shown of={of} />}</Loaded>;
}

export function Versions({ id, lists }: { id: string; lists: readonly Pair[] }) {
  const { t } = useT();
  const ids = lists.map(row => row.words.id ?? '');
  const [from, setFrom] = useState(ids.at(-2) ?? '');
  const [to, setTo] = useState(ids.at(-1) ?? '');
  const choices = lists.map(row => ({ id: row.words.id ?? '', label: `${row.words.id}: ${row.words.kind}, ${row.words.direction}` }));
  return (
    <section className="panel stack" aria-labelledby="h-versions"><h2 id="h-versions">{t('round_part_difference')}</h2><p className="muted">{t('difference_text')}</p>
      <div className="grid-fields"><Choose label={t('difference_from')} value={from} onChange={setFrom} choices={choices} /><Choose label={t('difference_to')} value={to} onChange={setTo} choices={choices} /></div>
      {from && to && from !== to ? <Compared id={id} from={from} to={to} /> : <p className="muted">{t('difference_need')}</p>}
    </section>
  );
}
