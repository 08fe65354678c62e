import { Link } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Acts, type Act } from '../../parts/Acts';
import { Facts, ListTable, listOf, Notes, rowsOf, wordsOf, type Link as CellLink } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { useChecked, useItem } from './data';
import { FileView } from './FileView';
import { HoldOf } from '../admin/Holds';

/** Is the file still what was taken in, as far as this page asked? */
function State({ id }: { id: string }) {
  const { t } = useT();
  const checked = useChecked().data;
  const row = checked && rowsOf(checked.sheet.lists.find(list => list.key === 'files')).find(one => one.id === id);
  return <p className={row ? 'strong' : 'muted'}>{row ? t('check_state', { r: row.result ?? '', d: checked.at }) : t('check_never')} <Link href="/evidence">{t('evidence_all')}</Link></p>;
}

function Work({ id }: { id: string }) {
  const { t } = useT();
  const client = useQueryClient();
  const send = (act: 'hand' | 'lead') => (values: Record<string, string>) => ask(api.POST('/evidence/{id}', { params: { path: { id } }, body: { act, ...values } as never }));
  const acts: Act[] = [
    { id: 'hand', label: t('evidence_hand'), note: t('evidence_hand_text'), send: send('hand'), fields: [
      { key: 'from', label: t('hand_from') }, { key: 'to', label: t('hand_to'), required: true, help: t('hand_office') }, { key: 'reason', label: t('reason'), required: true },
      { key: 'date', label: t('hand_date'), help: t('hand_date_help') }, { key: 'seal', label: t('hand_seal') }] },
    { id: 'lead', label: t('evidence_lead'), note: t('evidence_lead_text'), two: true, send: send('lead'), fields: [
      { key: 'kind', label: t('lead_kind'), required: true, choices: (['forged', 'face', 'voice', 'other'] as const).map(kind => ({ id: kind, label: t(`lead_${kind}`) })) },
      { key: 'says', label: t('lead_says'), required: true, long: true, help: t('lead_says_help') }, { key: 'person', label: t('lead_person'), help: t('lead_person_help') }] },
  ];
  return <Acts label={t('evidence_work')} acts={acts} done={() => { void client.invalidateQueries({ queryKey: ['evidence'] }); void client.invalidateQueries({ queryKey: ['pending'] }); }} />;
}

export function One({ id }: { id: string }) {
  const { t } = useT();
  const may = useMay('EVIDENCE');
  const places = useMay('SEE_PLACES');
  const persons = useMay('SEE_PERSONS');
  const link = (list: string): CellLink => (key, row) => {
    if (key === 'id' && row.id && list === 'statements') return <Link className="mono" href={`/statements/${encodeURIComponent(row.id)}`}>{row.id}</Link>;
    if (key === 'id' && row.id && list === 'copies') return <Link className="mono" href={`/evidence/item/${encodeURIComponent(row.id)}`}>{row.id}</Link>;
    if (key === 'id' && row.id && list === 'places' && places) return <Link className="mono" href={`/places/${encodeURIComponent(row.id)}`}>{row.id}</Link>;
    if (key === 'person' && row.person && persons) return <Link className="mono" href={`/person/${encodeURIComponent(row.person)}`}>{row.person}</Link>;
    return null;
  };
  return (
    <Loaded query={useItem(id)} title={t('evidence_item')}>{({ sheet, plain }) => {
      const shown = (wordsOf(sheet, 'persons') ?? '').split(';').map(one => one.trim()).filter(Boolean);
      return <>
        <div className="page-head"><h1>{wordsOf(sheet, 'title') ?? id} <span className="mono muted">{id}</span></h1>
          {plain.forged && <span className="chip ochre">{t('evidence_forged')}</span>}{plain.identifiable && <span className="chip">{t('evidence_recognised')}</span>}
          <Link className="end" href="/evidence">{t('evidence_all')}</Link></div>
        <div className="halves">
          <section className="panel stack"><h2>{t('evidence_facts')}</h2><Facts sheet={sheet} skip={['id', 'title', 'persons']} />
            {shown.length > 0 && <p>{t('evidence_shows')}: {shown.map(person => <Link key={person} className="mono" href={`/person/${encodeURIComponent(person)}`}>{person} </Link>)}</p>}
            <State id={id} /></section>
          <FileView key={id} id={id} item={plain} />
        </div>
        {(['chain', 'leads', 'copies', 'statements', 'places'] as const).map(key => {
          const list = listOf(sheet, key);
          return list && list.rows.length > 0 && <section className="panel stack" key={key}><h2>{list.heading}</h2>
            {key === 'leads' && <p className="muted">{t('leads_text')} <Link href="/pending">{t('nav_pending')}</Link></p>}
            <ListTable list={list} link={link(key)} /></section>;
        })}
        {may && <section className="panel stack"><h2>{t('evidence_work')}</h2><Work id={id} /></section>}
        <HoldOf id={id} />
        <Notes notes={sheet.notes} />
      </>;
    }}</Loaded>
  );
}
