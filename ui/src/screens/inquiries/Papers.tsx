import { useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useSession } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';
import { ListTable, Notes, listOf, rowsOf } from '../../parts/Sheet';
import { Empty, Loaded } from '../../parts/states';
import { useTransmissions } from './data';

const kinds = ['capture_card', 'notice', 'letter', 'inquiry', 'list', 'certificate', 'other'] as const;

/** Cards, notices and letters: what went out, what was acknowledged and answered, what is late. */
export function Papers() {
  const { t } = useT();
  const session = useSession();
  const client = useQueryClient();
  const [due, setDue] = useState(false);
  const query = useTransmissions(due);
  const ids = rowsOf(query.data ? listOf(query.data, 'papers') : undefined).map(row => row.id ?? '').filter(Boolean);
  const day = { key: 'date', label: t('day_of'), initial: session.as_of, help: t('day_help_families') };
  const later = (act: 'acknowledged' | 'answered', label: Key): Act => ({
    id: act, label: t(label), fields: [{ key: 'id', label: t('paper_number'), required: true, choices: ids.map(id => ({ id, label: id })) }, day, { key: 'text', label: t('paper_says'), long: true }],
    send: values => ask(api.POST('/transmissions', { body: { act, ...values } })),
  });
  const acts: Act[] = [
    { id: 'sent', label: t('paper_sent'), note: t('paper_sent_text'), fields: [
      { key: 'kind', label: t('paper_kind'), required: true, initial: 'notice', choices: kinds.map(kind => ({ id: kind, label: t(`paper_${kind}`) })) },
      { key: 'party', label: t('paper_party'), required: true }, { key: 'person', label: t('person_number') }, { key: 'place', label: t('paper_place') },
      { key: 'in', label: t('paper_in'), check: true }, day, { key: 'text', label: t('paper_says'), long: true }],
    send: ({ in: came, kind, ...values }: Values) => ask(api.POST('/transmissions', { body: { act: 'sent', kind: kind as (typeof kinds)[number], ...values, ...(came ? { in: true } : {}) } })) },
    ...(ids.length > 0 ? [later('acknowledged', 'paper_acknowledged'), later('answered', 'paper_answered')] : []),
  ];
  return (
    <section className="panel stack">
      <div className="panel-head"><h2>{t('papers')}</h2><ToggleButton className="button small" isSelected={due} onChange={setDue}>{t('late_only')}</ToggleButton></div>
      <p className="muted">{t('papers_text')}</p>
      <Acts label={t('papers')} acts={acts} done={() => void client.invalidateQueries({ queryKey: ['transmissions'] })} />
      <Loaded query={query}>{sheet => {
        const list = listOf(sheet, 'papers');
        return <>{list && list.rows.length > 0 ? <ListTable list={list} /> : <Empty>{t(due ? 'papers_none_late' : 'papers_none')}</Empty>}<Notes notes={sheet.notes} /></>;
      }}</Loaded>
    </section>
  );
}
