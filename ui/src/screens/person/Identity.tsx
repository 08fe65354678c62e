import { Link } from 'wouter';
import type { LaidOut } from '../../api/types';
import { useT, type Key } from '../../i18n';
import { Facts, listOf, ListTable, Notes } from '../../parts/Sheet';
import { Reveal } from './Reveal';
import { StatusActs } from './Status';

const notHere = ['id', 'registry_id', 'side', 'inquiries', 'name'];
const lists: [string, Key | null][] = [
  ['status', 'axes_note'], ['categories', null], ['belonging', 'belonging_note'], ['claims', null], ['notices', null], ['evidence', null],
];

export function Identity({ sheet, id }: { sheet: LaidOut; id: string }) {
  const { t } = useT();
  return (
    <>
      <div className="two">
        <section className="panel"><div className="panel-head"><h2>{t('identity')}</h2></div><Facts sheet={sheet} skip={notHere} /></section>
        <Reveal id={id} />
      </div>
      {lists.map(([key, note]) => {
        const list = listOf(sheet, key);
        return list && list.rows.length > 0 ? (
          <section className="panel" key={key}><div className="panel-head"><h2>{list.heading}</h2></div>{note && <p className="muted">{t(note)}</p>}<ListTable list={list} link={(column, row) => (key === 'evidence' && column === 'id' && row.id ? <Link className="mono" href={`/evidence/item/${encodeURIComponent(row.id)}`}>{row.id}</Link> : null)} /></section>
        ) : null;
      })}
      <StatusActs id={id} />
      <Notes notes={sheet.notes} />
    </>
  );
}
