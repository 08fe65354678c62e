import { Link, useLocation } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useSession } from '../../app/session';
import { useT } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';
import { Facts, ListTable, Notes, listOf, rowsOf } from '../../parts/Sheet';
import { ContentNote } from '../../parts/Timed';
import { Empty, Loaded } from '../../parts/states';
import { useBody, useRemains } from './data';

export function Dead() {
  const { t } = useT();
  const session = useSession();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const add: Act = {
    id: 'add', label: t('remains_add'), note: t('remains_add_text'), fields: [
      { key: 'id', label: t('remains_number'), required: true }, { key: 'kind', label: t('remains_kind'), required: true, choices: [{ id: 'body', label: t('remains_body') }, { id: 'part', label: t('remains_part') }] },
      { key: 'label', label: t('remains_label'), help: t('remains_label_help') }, { key: 'date', label: t('day_of'), initial: session.as_of, help: t('day_help_families') },
      { key: 'from', label: t('remains_from') }, { key: 'place', label: t('remains_place') }, { key: 'note', label: t('note'), long: true }],
    send: async ({ id = '', kind, ...rest }: Values) => { await ask(api.POST('/remains', { body: { act: 'add', id, kind: kind as 'body' | 'part', ...rest } })); return { id }; },
  };
  return (
    <ContentNote note={t('content_note_dead')}><section className="panel stack"><h2>{t('remains')}</h2>
      <p className="muted">{t('remains_text')}</p>
      <Acts label={t('remains')} acts={[add]} done={answer => { void client.invalidateQueries({ queryKey: ['remains'] }); if (answer.id) navigate(`/inquiries/dead/${encodeURIComponent(answer.id)}`); }} />
      <Loaded query={useRemains()}>{sheet => {
        const list = listOf(sheet, 'remains');
        return <>{list && list.rows.length > 0 ? <ListTable list={list} link={(key, row) => (key === 'id' ? <Link className="mono" href={`/inquiries/dead/${encodeURIComponent(row.id ?? '')}`}>{row.id}</Link> : null)} />
          : <Empty>{t('remains_none')}</Empty>}<Notes notes={sheet.notes} /></>;
      }}</Loaded>
    </section></ContentNote>
  );
}

export function Body({ id }: { id: string }) {
  const { t } = useT();
  const client = useQueryClient();
  return (
    <ContentNote note={t('content_note_dead')} title={t('remains')}><Loaded query={useBody(id)} title={t('remains')}>{sheet => {
      const linked = rowsOf(listOf(sheet, 'people')).map(row => row.person ?? '').filter(Boolean);
      const basis = { key: 'basis', label: t('rests_on'), required: true, long: true };
      const acts: Act[] = [
        { id: 'link', label: t('remains_link'), note: t('remains_link_text'), fields: [{ key: 'person', label: t('person_number'), required: true },
          { key: 'state', label: t('remains_state'), required: true, choices: (['claimed', 'proposed', 'excluded'] as const).map(state => ({ id: state, label: t(`remains_${state}`) })) }, basis],
        send: ({ person = '', state, ...rest }: Values) => ask(api.POST('/remains', { body: { act: 'link', id, person, state: state as 'claimed', ...rest } })) },
        ...(linked.length > 0 ? [{ id: 'identify', label: t('remains_identify'), note: t('remains_identify_text'), two: true, fields: [{ key: 'person', label: t('person_number'), required: true, choices: linked.map(one => ({ id: one, label: one })) }, basis],
          send: ({ person = '', ...rest }: Values) => ask(api.POST('/remains', { body: { act: 'identify', id, person, ...rest } })) }] : []),
      ];
      return <>
        <div className="page-head"><h1>{t('remains')} <span className="mono">{id}</span></h1><Link href="/inquiries/dead">{t('to_list')}</Link></div>
        <section className="panel stack"><Facts sheet={sheet} /><Notes notes={sheet.notes} />
          <Acts label={t('remains')} acts={acts} done={() => { void client.invalidateQueries({ queryKey: ['remains'] }); void client.invalidateQueries({ queryKey: ['pending'] }); }} /></section>
        <section className="panel stack"><h2>{t('remains_people')}</h2>{linked.length > 0 ? <ListTable list={listOf(sheet, 'people')!} link={(key, row) => (key === 'person' ? <Link className="mono" href={`/person/${encodeURIComponent(row.person ?? '')}`}>{row.person}</Link> : null)} />
          : <p className="muted">{t('remains_people_none')}</p>}</section>
      </>;
    }}</Loaded></ContentNote>
  );
}
