import { Link } from 'wouter';
import type { LaidOut } from '../../api/types';
import { useT } from '../../i18n';
import { listOf, ListTable, type Row } from '../../parts/Sheet';
import { Empty } from '../../parts/states';

const round = (key: string, row: Row) => (key === 'round' && row.round ? <Link href={`/rounds/${row.round}`}>{row.round}</Link> : undefined);

export function Exchanges({ sheet }: { sheet: LaidOut }) {
  const { t } = useT();
  const lists = ['exchange', 'lists'].map(key => listOf(sheet, key)).filter(list => list && list.rows.length > 0);
  return (
    <section className="panel stack"><h2>{t('tab_exchanges')}</h2>
      {lists.length === 0 && <Empty>{t('exchanges_none')}</Empty>}
      {lists.map(list => list && <div className="stack" key={list.key}><h3>{list.heading}</h3><ListTable list={list} link={round} /></div>)}
      <p className="muted">{t('not_available_note')}</p>
    </section>
  );
}
