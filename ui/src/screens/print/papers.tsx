import { useState, type ReactNode } from 'react';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { api, ask } from '../../api/http';
import { useT, type Key } from '../../i18n';
import { Check } from '../../parts/fields';
import { LetterText } from '../../parts/Letter';
import { Facts, ListTable, Notes, SheetView, wordsOf } from '../../parts/Sheet';
import { Name } from '../../app/privacy';
import { ErrorBox, Loaded as Read } from '../../parts/states';
import { usePerson } from '../person/data';
import { addressees, useFinding, useLetter, type Addressee } from '../findings/data';
import { useStatement } from '../statements/data';
import { useExtract, usePaperForm, useReply } from '../inquiries/data';
import { useLedger } from '../admin/data';
import { Frame } from './Frame';

/** A paper that cannot be read has a head all the same. */
function Loaded<T>({ query, children }: { query: Parameters<typeof Read<T>>[0]['query']; children: (data: T) => ReactNode }) {
  const { t } = useT();
  return <Read query={query} title={t('print')}>{children}</Read>;
}

/** A case sheet with a choice of sections; what is about relatives is off until it is asked for. */
export function PersonPaper({ id }: { id: string }) {
  const { t } = useT();
  const [off, setOff] = useState<ReadonlySet<string>>(new Set(['inquiries', 'relatives', 'contacts']));
  return <Loaded query={usePerson(id)}>{sheet => (
    <Frame title={`${t('print_person')} ${wordsOf(sheet, 'registry_id') ?? id}`} closed="print_closed" back={`/person/${encodeURIComponent(id)}`}>
      <fieldset className="no-print plain-set row"><legend className="strong">{t('print_sections')}</legend>{sheet.lists.filter(list => list.rows.length > 0).map(list => (
        <Check key={list.key} label={list.heading} value={!off.has(list.key)} onChange={on => setOff(old => { const next = new Set(old); if (on) next.delete(list.key); else next.add(list.key); return next; })} />))}</fieldset>
      <h2><Name>{wordsOf(sheet, 'name')}</Name></h2>
      <Facts sheet={sheet} skip={['name']} />
      {sheet.lists.filter(list => list.rows.length > 0 && !off.has(list.key)).map(list => <section key={list.key}><h3>{list.heading}</h3><ListTable list={list} /></section>)}
      <Notes notes={sheet.notes} /></Frame>
  )}</Loaded>;
}

/** A legal brief with numbered evidence. */
export function FindingPaper({ id }: { id: string }) {
  const { t } = useT();
  return <Loaded query={useFinding(id)}>{({ it, sheet }) => (
    <Frame title={`${it.article}: ${wordsOf(sheet, 'title') ?? it.title}`} closed="print_closed" back={`/findings/${id}`}>
      <p className="strong">{t('indication_is')}</p>
      <Facts sheet={sheet} />
      <h2>{t('facts_for')}</h2><ol>{it.facts.map((fact, i) => <li key={i}>{fact.fact} ({fact.record}{fact.grade && `, ${t('grade')} ${fact.grade}`})</li>)}</ol>
      {sheet.lists.filter(list => list.key !== 'facts' && list.rows.length > 0).map(list => <section key={list.key}><h2>{list.heading}</h2><ListTable list={list} /></section>)}
      <Notes notes={sheet.notes} /></Frame>
  )}</Loaded>;
}

export function LetterPaper({ id, to, language }: { id: string; to: string; language: string }) {
  const { t } = useT();
  const addressee = (addressees as readonly string[]).includes(to) ? (to as Addressee) : 'agency';
  return <Loaded query={useLetter(id, addressee, language)}>{letter => (
    <Frame title={t(`to_${addressee.replace('-', '_')}` as Key)} closed="print_inner" back={`/findings/${id}`} outward>
      {letter.state === 'draft' && <p className="strong">{t('print_draft')}</p>}
      <div lang={language}><LetterText text={letter.content} /></div><p className="hash">{letter.sha256}</p></Frame>
  )}</Loaded>;
}

/** The public text says words, verdict and counts; the inner one the evidence and what it touches. */
export function StatementPaper({ id, open }: { id: string; open: boolean }) {
  const { t, w, n, day } = useT();
  return <Loaded query={useStatement(id)}>{({ it, sheet }) => (
    <Frame title={t(open ? 'print_statement_public' : 'print_statement')} closed={open && it.may_be_published ? 'print_open' : 'print_closed'} back={`/statements/${encodeURIComponent(id)}`} outward={open}>
      {open && !it.may_be_published ? <p className="strong">{t('print_not_released')}</p> : <>
        <blockquote className="quote" lang={it.language ?? undefined}>{it.words}</blockquote>
        {it.translation && it.translation !== it.words && <p lang="en">{it.translation}</p>}
        <p>{it.speaker}, {day(it.when)}</p>
        <p className="strong">{t('against_evidence')}: {w(it.verdict)}</p>
        <p>{t('statement_counts', { f: n(it.for), a: n(it.against) })} {it.reply}</p>
        {!open && <h2>{t('statement_evidence')}</h2>}
        {!open && <SheetView sheet={sheet} skip={['words', 'translation']} />}
        {open && <p>{t('print_public_note')}</p>}</>}</Frame>
  )}</Loaded>;
}

export function ReplyPaper({ id }: { id: string }) {
  const { t } = useT();
  return <Loaded query={useReply(id, true)}>{sheet => <Frame title={t('reply_paper')} closed="print_inner" back={`/inquiries/case/${encodeURIComponent(id)}`} outward>{sheet.notes.map((note, i) => <p key={i}>{note}</p>)}</Frame>}</Loaded>;
}
export function ExtractPaper({ id }: { id: string }) {
  const { t } = useT();
  return <Loaded query={useExtract(id)}>{sheet => <Frame title={t('extract_paper')} closed="print_inner" back={`/inquiries/case/${encodeURIComponent(id)}`} outward><Facts sheet={sheet} />{sheet.lists.map(list => <ListTable key={list.key} list={list} />)}{sheet.notes.map((note, i) => <p key={i}>{note}</p>)}</Frame>}</Loaded>;
}
export function DebriefPaper() {
  const { t } = useT();
  return <Loaded query={usePaperForm()}>{sheet => <Frame title={t('debrief_paper')} closed="print_closed" back="/inquiries/form" outward>{sheet.notes.map((note, i) => (/^_+$/.test(note) ? <div key={i} className="write-line" /> : <p key={i}>{note}</p>))}</Frame>}</Loaded>;
}

/** Each print is an entry of the ledger: it is made when it is asked for, not when the page opens. */
export function DisclosurePaper({ id }: { id: string }) {
  const { t } = useT();
  const make = useMutation({ gcTime: 0, mutationFn: async () => (await ask(api.POST('/extracts/{id}/print', { params: { path: { id }, query: { form: 'sheet' } } }))).sheet! });
  return <Frame title={`${t('disclosure_paper')} ${id}`} closed="print_closed" back="/inquiries/rights">
    {!make.data && <div className="no-print"><p>{t('disclosure_make_text')}</p><Button className="button" isDisabled={make.isPending} onPress={() => make.mutate()}>{t('disclosure_make')}</Button></div>}
    {make.error ? <ErrorBox error={make.error} /> : null}
    {make.data && <><h2>{t('disclosure_paper')}</h2><SheetView sheet={make.data} /></>}</Frame>;
}

/** Head and newest entries, to be kept by another office as a witness. */
export function LedgerPaper() {
  const { t, n, w } = useT();
  return <Loaded query={useLedger({ offset: 0, actor: '', act: '', subject: '' })}>{answer => (
    <Frame title={t('ledger_paper')} closed="print_inner" back="/admin/ledger">
      <p>{t('ledger_witness', { n: n(answer.total) })}</p><p className="hash strong">{answer.head}</p>
      <table className="table"><thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('when')}</th><th scope="col">{t('ledger_act')}</th><th scope="col">{t('ledger_hash_full')}</th></tr></thead>
        <tbody>{answer.rows.slice(0, 40).map(row => <tr key={row.sequence}><td>{row.sequence}</td><td>{row.at}</td><td>{w(row.act)}</td><td className="hash">{row.hash}</td></tr>)}</tbody></table></Frame>
  )}</Loaded>;
}
