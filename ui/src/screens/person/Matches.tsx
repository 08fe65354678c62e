import type { LaidOut } from '../../api/types';
import { useT } from '../../i18n';
import { listOf, ListTable } from '../../parts/Sheet';
import { Empty } from '../../parts/states';

/** The records that were judged to be this person, with the reason of each judgement, and those in doubt. */
export function Matches({ sheet }: { sheet: LaidOut }) {
  const { t } = useT();
  const records = listOf(sheet, 'records');
  const doubts = listOf(sheet, 'doubts');
  return (
    <>
      <section className="panel stack"><h2>{t('records')}</h2><p className="muted">{t('records_note')}</p>
        {records?.rows.length ? <ListTable list={records} /> : <Empty>{t('records_none')}</Empty>}</section>
      {doubts && doubts.rows.length > 0 && <section className="panel stack"><h2>{doubts.heading}</h2><ListTable list={doubts} /></section>}
    </>
  );
}
