import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api, ask } from '../../api/http';
import { useT } from '../../i18n';
import { Acts } from '../../parts/Acts';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { Deadline } from './Deadline';
import { IndicationWhy } from './IndicationWhy';
import { useCheck } from './data';

/** What the rules raise now.  Nothing of it is a finding before it is written down and a person has decided. */
export function Raised({ own }: { own: boolean }) {
  const { t, n, w } = useT();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const query = useCheck(own);
  return (
    <Loaded query={query}>{rows => <div className="stack">
      <p className="muted">{t(own ? 'raised_own_text' : 'raised_text')}</p>
      <Acts label={t('raised')} acts={[{
        id: 'record', label: t('raised_record'), note: t('raised_record_text'), fields: [], main: true,
        send: () => ask(api.POST('/findings', { body: { own } })),
      }]} done={() => { void client.invalidateQueries({ queryKey: ['findings'] }); navigate('/findings'); }} />
      {rows.length === 0 ? <Empty>{t('raised_none')}</Empty> : (
        <section className="panel"><Table tall label={t('raised')} rows={rows} id={(row, i) => `${row.rule}-${row.subject}-${i}`} columns={[
          { key: 'article', head: t('article'), cell: row => <span className="nowrap">{row.article}</span> },
          { key: 'title', head: t('indication_of'), cell: row => row.title, rowHead: true },
          { key: 'outcome', head: t('outcome'), cell: row => w(row.outcome) },
          { key: 'subjects', head: t('places_or_people'), num: true, cell: row => n(row.subjects) },
          { key: 'people', head: t('people_concerned'), num: true, cell: row => (row.affected_lower95 == null ? '–' : row.affected_lower95 === row.affected_upper95 ? n(row.affected_lower95) : `${n(row.affected_lower95)}–${n(row.affected_upper95)}`) },
          { key: 'clock', head: t('clock'), cell: row => (row.clock ? (/^\d{4}-/.test(row.clock) ? <Deadline of={row.clock} /> : row.clock) : '–') },
          { key: 'why', head: t('why'), cell: row => <IndicationWhy of={row} /> },
        ]} /></section>
      )}
    </div>}</Loaded>
  );
}
