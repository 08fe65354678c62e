import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';
import { Hideable } from '../../app/privacy';
import { useMay, useSession } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';
import { Choose } from '../../parts/fields';
import { Facts, ListTable, Notes, listOf } from '../../parts/Sheet';
import { Timed } from '../../parts/Timed';
import { ErrorBox, Loaded } from '../../parts/states';
import { useInquiry, useReply, type Inquiry } from './data';

const purposes = ['reach_call', 'reach_meeting', 'reach_letter', 'reach_check'] as const;

/** How the relative is reached and the phrase of a genuine call: for a purpose, for a minute, written down. */
function Reach({ id }: { id: string }) {
  const { t } = useT();
  const [purpose, setPurpose] = useState<string>('');
  const [shown, setShown] = useState<LaidOut | null>(null);
  const reach = useMutation({
    mutationFn: async () => (await ask(api.POST('/inquiries/{id}/reach', { params: { path: { id }, query: { form: 'sheet' } }, body: { purpose: t(purpose as Key) } }))).sheet!,
    gcTime: 0, onSuccess: setShown,
  });
  return (
    <section className="panel stack" aria-labelledby="h-reach"><h2 id="h-reach">{t('reach')}</h2>
      <p className="muted">{t('reach_text')}</p>
      <div className="row top"><Choose label={t('purpose')} value={purpose} onChange={setPurpose} choices={purposes.map(key => ({ id: key, label: t(key) }))} />
        <Button className="button" isDisabled={!purpose || reach.isPending} onPress={() => reach.mutate()}>{t('reveal')}</Button></div>
      {reach.error ? <ErrorBox error={reach.error} /> : null}
      <div role="status">{shown && <Timed seconds={60} hide={() => { setShown(null); reach.reset(); }}><Facts sheet={shown} /></Timed>}</div>
    </section>
  );
}

function Reply({ id }: { id: string }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const query = useReply(id, open);
  return (
    <section className="panel stack" aria-labelledby="h-reply"><h2 id="h-reply">{t('reply_head')}</h2>
      <p className="muted">{t('reply_text')}</p>
      <div className="row"><Button className="button" aria-expanded={open} onPress={() => setOpen(!open)}>{t(open ? 'reply_close' : 'reply_show')}</Button>
        <a className="button" href={`#/print/reply/${encodeURIComponent(id)}`}>{t('reply_print')}</a>
        <a className="button" href={`#/print/extract/${encodeURIComponent(id)}`}>{t('extract_print')}</a></div>
      {open && <Loaded query={query}>{sheet => <blockquote className="quote"><Hideable>{sheet.notes.map((note, i) => <p key={i}>{note}</p>)}</Hideable></blockquote>}</Loaded>}
    </section>
  );
}

function useActs(it: Inquiry): Act[] {
  const { t } = useT();
  const session = useSession();
  const send = (act: 'told' | 'next' | 'authorise' | 'conflict' | 'close' | 'open', more: { no?: boolean } = {}) =>
    async ({ met, ...values }: Values) => { await ask(api.POST('/inquiries', { body: { act, id: it.id, ...values, ...more, ...(met ? { met: true } : {}) } })); };
  const reason = [{ key: 'reason', label: t('reason'), required: true, long: true }];
  if (it.state === 'closed') return [{ id: 'open', label: t('inquiry_open'), fields: reason, send: send('open') }];
  return [
    { id: 'told', label: t('inquiry_told'), main: true, note: t('inquiry_told_text'), send: send('told'), fields: [
      { key: 'words', label: t('told_words'), required: true, long: true }, { key: 'met', label: t('told_met'), check: true },
      { key: 'date', label: t('day_of'), initial: session.as_of, help: t('day_help_families') }, { key: 'do', label: t('next_do') }, { key: 'by', label: t('next_by') }] },
    { id: 'next', label: t('inquiry_next'), send: send('next'), fields: [{ key: 'do', label: t('next_do'), required: true }, { key: 'by', label: t('next_by'), required: true, help: t('day_help_families') }] },
    { id: 'authorise', label: t(it.authorised ? 'inquiry_not_told' : 'inquiry_is_told'), note: t('inquiry_authorise_text'), fields: reason, send: send('authorise', it.authorised ? { no: true } : {}) },
    { id: 'conflict', label: t(it.conflict ? 'inquiry_agree' : 'inquiry_conflict'), note: t('inquiry_conflict_text'), fields: reason, send: send('conflict', it.conflict ? { no: true } : {}) },
    { id: 'close', label: t('inquiry_close'), fields: reason, send: send('close') },
  ];
}

function Body({ it, sheet }: { it: Inquiry; sheet: LaidOut }) {
  const { t, w } = useT();
  const client = useQueryClient();
  const families = useMay('FAMILIES');
  const acts = useActs(it);
  return (
    <>
      <div className="page-head"><h1>{t('inquiry')} <span className="mono">{it.id}</span></h1><span className="chip">{w(it.state)}</span>
        {it.conflict && <span className="chip ochre">{t('conflict')}</span>}
        {it.person && <Link href={`/person/${encodeURIComponent(it.person)}/relatives`}>{t('to_person')} <span className="mono">{it.person}</span></Link>}
        <Link href="/inquiries">{t('to_list')}</Link></div>
      <section className="panel stack"><Facts sheet={sheet} skip={['id', 'state', 'conflict', 'contact', 'phrase']} />
        <Acts label={t('inquiry')} acts={acts} done={() => void client.invalidateQueries({ queryKey: ['inquiries'] })} /></section>
      <div className="halves"><Reply id={it.id} />
        {families ? <Reach id={it.id} /> : <section className="panel"><h2>{t('reach')}</h2><p className="muted">{t('reach_not_you')}</p></section>}</div>
      <section className="panel stack"><h2>{t('contacts')}</h2>
        {(listOf(sheet, 'contacts')?.rows.length ?? 0) > 0 ? <ListTable list={listOf(sheet, 'contacts')!} /> : <p className="muted">{t('contacts_none')}</p>}
        {(listOf(sheet, 'others')?.rows.length ?? 0) > 0 && <><h3>{t('other_relatives')}</h3><ListTable list={listOf(sheet, 'others')!} /></>}
        <Notes notes={sheet.notes} /></section>
    </>
  );
}

export function Case({ id }: { id: string }) {
  const { t } = useT();
  return <Loaded query={useInquiry(id)} title={t('inquiry')}>{({ it, sheet }) => <Body it={it} sheet={sheet} />}</Loaded>;
}
