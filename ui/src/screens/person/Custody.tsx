// Who held him from when to when.  A gap is a gap, and an open end is open.
import { useT } from '../../i18n';
import { listOf, ListTable, Notes } from '../../parts/Sheet';
import { Empty, Loaded } from '../../parts/states';
import { useCustody } from './data';

export function CustodyTab({ id }: { id: string }) {
  const { t } = useT();
  return (
    <Loaded query={useCustody(id)}>{sheet => {
      const list = listOf(sheet, 'custody');
      return (
        <section className="panel stack"><h2>{t('tab_custody')}</h2><p className="muted">{t('custody_note')}</p>
          {!list || list.rows.length === 0 ? <Empty>{t('custody_none')}</Empty> : <ListTable list={list} />}
          <Notes notes={sheet.notes} />
        </section>
      );
    }}</Loaded>
  );
}
