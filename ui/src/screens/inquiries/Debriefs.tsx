import { Link } from 'wouter';
import { FileTrigger, Button } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { Hideable, Name } from '../../app/privacy';
import { useT } from '../../i18n';
import { Acts, type Values } from '../../parts/Acts';
import { Facts, ListTable, Notes, listOf } from '../../parts/Sheet';
import { ContentNote } from '../../parts/Timed';
import { Empty, ErrorBox, Loaded } from '../../parts/states';
import { useDebrief, useDebriefs, uses } from './data';
import { isTouched, useDrafts } from './draft';

/** A form that was filled elsewhere without network comes in whole or not at all. */
function TakeFile() {
  const { t } = useT();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: async (file: File) => ask(api.POST('/debrief/file', { body: await file.text(), bodySerializer: body => body, headers: { 'content-type': 'application/x-ndjson' } })),
    gcTime: 0, onSuccess: () => void client.invalidateQueries({ queryKey: ['debriefs'] }),
  });
  return (
    <div className="row">
      <FileTrigger acceptedFileTypes={['.jsonl', '.ndjson']} onSelect={files => { if (files?.[0]) take.mutate(files[0]); }}><Button className="button" isDisabled={take.isPending}>{t('debrief_take_file')}</Button></FileTrigger>
      <span role="status">{take.data && t('debrief_taken', { n: take.data.lines })}</span>
      {take.error ? <ErrorBox error={take.error} unsaved /> : null}
    </div>
  );
}

export function Debriefs() {
  const { t } = useT();
  const unsent = useDrafts().filter(isTouched).length;
  return (
    <section className="panel stack">
      <div className="panel-head"><h2>{t('debriefs')}</h2><span className="row"><Link className="button main-act" href="/inquiries/form">{t('debrief_begin')}</Link><a className="button" href="#/print/debrief-form">{t('paper_form')}</a></span></div>
      {unsent > 0 && <p className="ochre strong"><Link href="/inquiries/form">{t('drafts_unsent', { n: unsent })}</Link></p>}
      <TakeFile />
      <Loaded query={useDebriefs()}>{sheet => {
        const list = listOf(sheet, 'debriefs');
        return list && list.rows.length > 0 ? <><ListTable list={list} link={(key, row) => (key === 'id' ? <Link className="mono" href={`/inquiries/debriefs/${encodeURIComponent(row.id ?? '')}`}>{row.id}</Link>
          : key === 'person' && row.person ? <Link className="mono" href={`/person/${encodeURIComponent(row.person)}`}>{row.person}</Link> : null)} /><Notes notes={sheet.notes} /></> : <Empty>{t('debriefs_none')}</Empty>;
      }}</Loaded>
    </section>
  );
}

export function Debrief({ id }: { id: string }) {
  const { t } = useT();
  const client = useQueryClient();
  return (
    <Loaded query={useDebrief(id)} title={t('debrief')}>{({ it, sheet }) => {
      const send = async ({ use = '', word }: Values) => { await ask(api.POST('/debriefs', { body: { act: 'allow', id, ...(word === 'no' ? { refuses: use } : { allows: use }) } })); };
      return <>
        <div className="page-head"><h1>{t('debrief')} <span className="mono">{it.id}</span></h1>
          {it.ask === true && <span className="chip">{t('wants_yes')}</span>}{it.ask === false && <span className="chip ochre">{t('wants_no')}</span>}{it.ask === null && <span className="chip ochre">{t('gate_not_passed')}</span>}
          {it.person && <Link href={`/person/${encodeURIComponent(it.person)}`}>{t('to_person')} <span className="mono">{it.person}</span></Link>}<Link href="/inquiries/debriefs">{t('to_list')}</Link></div>
        <section className="panel stack"><Facts sheet={sheet} skip={['id', 'ask']} /></section>
        <section className="panel stack"><h2>{t('allows')}</h2>
          {(listOf(sheet, 'consents')?.rows.length ?? 0) > 0 ? <ListTable list={listOf(sheet, 'consents')!} /> : <p className="muted">{t('allows_none')}</p>}
          {it.ask === true && <Acts label={t('allows')} acts={[{ id: 'allow', label: t('allow_change'), note: t('allow_change_text'), send, fields: [
            { key: 'use', label: t('use'), required: true, choices: uses.map(use => ({ id: use, label: t(`use_${use}`) })) },
            { key: 'word', label: t('his_word'), required: true, choices: [{ id: 'yes', label: t('he_allows') }, { id: 'no', label: t('he_refuses') }] }] }]}
            done={() => void client.invalidateQueries({ queryKey: ['debriefs'] })} />}</section>
        <section className="panel stack"><h2>{t('others_seen')}</h2>
          {(listOf(sheet, 'said')?.rows.length ?? 0) > 0 ? <ContentNote note={t('content_note')}><ListTable list={listOf(sheet, 'said')!} link={(key, row) => (key === 'about' && row.about ? <Name>{row.about}</Name> : key === 'words' && row.words ? <Hideable>{row.words}</Hideable> : null)} /></ContentNote> : <p className="muted">{t('said_none')}</p>}</section>
        {(listOf(sheet, 'sealed')?.rows.length ?? 0) > 0 && <section className="panel stack"><h2>{t('sealed')}</h2><ContentNote note={t('content_note_sealed')}><ListTable list={listOf(sheet, 'sealed')!} /></ContentNote></section>}
        <Notes notes={sheet.notes} />
      </>;
    }}</Loaded>
  );
}
