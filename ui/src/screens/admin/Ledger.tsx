import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useKeys } from '../../app/keys';
import { useMay, useSession } from '../../app/session';
import { useT } from '../../i18n';
import { Choose, TextInput } from '../../parts/fields';
import { Table } from '../../parts/Table';
import { Empty, ErrorBox, Loaded } from '../../parts/states';
import { hasEnded, useJob } from '../../parts/job';
import { useLedger, WINDOW, type Verified } from './data';

function Result({ of: it, at }: { of: Verified; at: string }) {
  const { t, n } = useT();
  return (
    <div className={it.good ? 'notice good' : 'notice wrong'} role={it.good ? 'status' : 'alert'}>
      <p className="big">{it.good ? t('chain_good', { n: n(it.entries), d: at }) : t('chain_bad', { n: n(it.faults) })}</p>
      {!it.good && it.first_fault && <p className="strong">{it.first_fault}</p>}
      {(it.faults_list ?? []).map((line, i) => <p key={i}>{line}</p>)}
      <p>{t('chain_covers', { r: n(it.rows), t: n(it.tables), f: n(it.files) })}{it.files_missing > 0 && <> {t('chain_missing', { n: it.files_missing })}</>}</p>
      <dl className="facts"><div className="fact"><dt>{t('chain_head')}</dt><dd className="hash">{it.head}</dd></div>
        {it.root && <div className="fact"><dt>{t('chain_root')}</dt><dd className="hash">{it.root}</dd></div>}
        {it.tree_heads && <div className="fact"><dt>{t('chain_heads')}</dt><dd>{it.tree_heads}</dd></div>}</dl>
      {!it.good && <p>{t('chain_bad_text')}</p>}
    </div>
  );
}

function Verify() {
  const { t, lang, n } = useT();
  const may = useMay('AUDIT', 'SET');
  const [at, setAt] = useState('');
  const begin = useMutation({ mutationFn: () => ask(api.POST('/ledger/verify')), onSuccess: () => setAt(new Date().toLocaleString(lang === 'uk' ? 'uk-UA' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' })) });
  const job = useJob(begin.data?.id ?? null);
  const running = begin.isPending || (job.data && !hasEnded(job.data));
  if (!may) return null;
  return (
    <section className="panel stack" aria-labelledby="h-verify"><h2 id="h-verify">{t('verify_head')}</h2>
      <p className="muted">{t('verify_text')}</p>
      <div className="row"><Button className="button main-act" isDisabled={Boolean(running)} onPress={() => begin.mutate()}>{t('verify')}</Button>
        <a className="button" href="#/print/ledger">{t('print')}</a></div>
      {running && job.data && <p role="status"><progress aria-label={t('verify')} {...(job.data.of ? { value: job.data.done, max: job.data.of } : {})} /> {job.data.of ? t('verify_progress', { a: n(job.data.done), b: n(job.data.of) }) : t('loading')}</p>}
      {begin.error ? <ErrorBox error={begin.error} retry={() => begin.mutate()} /> : null}
      {job.error ? <ErrorBox error={job.error} retry={() => void job.refetch()} /> : null}
      {job.data?.state === 'failed' && <ErrorBox error={new Error(job.data.problem?.title ?? '')} retry={() => begin.mutate()} />}
      {job.data?.state === 'done' && <Result of={job.data.result as unknown as Verified} at={at} />}
    </section>
  );
}

const nothing = { actor: '', act: '', subject: '' };

export function Ledger() {
  const { t, w, n } = useT();
  const session = useSession();
  const may = useMay('AUDIT');
  const [typed, setTyped] = useState(nothing);
  const [filter, setFilter] = useState({ offset: 0, ...nothing });
  const query = useLedger(filter);
  const total = query.data?.total ?? 0;
  const to = (offset: number) => setFilter({ ...filter, offset: Math.max(0, Math.min(offset, Math.max(0, total - 1))) });
  useKeys({ KeyJ: () => to(filter.offset + WINDOW < total ? filter.offset + WINDOW : filter.offset), KeyK: () => to(filter.offset - WINDOW) });
  return (
    <>
      <Verify />
      {may && <section className="panel stack" aria-labelledby="h-ledger"><div className="panel-head"><h2 id="h-ledger">{t('ledger')}</h2><span className="muted">{t('ledger_entries', { n: session.ledger?.entries ?? 0 })}</span></div>
        <Form className="row" onSubmit={event => { event.preventDefault(); setFilter({ offset: 0, actor: typed.actor.trim(), act: typed.act, subject: typed.subject.trim() }); }}>
          <TextInput name="subject" label={t('ledger_of')} value={typed.subject} onChange={subject => setTyped({ ...typed, subject })} />
          <TextInput name="actor" label={t('ledger_actor')} value={typed.actor} onChange={actor => setTyped({ ...typed, actor })} />
          <Choose name="act" label={t('ledger_act')} value={typed.act} onChange={act => setTyped({ ...typed, act })} choices={[{ id: '', label: t('any') }, ...(query.data?.acts ?? []).map(act => ({ id: act, label: w(act) }))]} />
          <Button type="submit" className="button">{t('ledger_filter')}</Button>
          <Button className="button" onPress={() => { setTyped(nothing); setFilter({ offset: 0, ...nothing }); }}>{t('ledger_clear')}</Button>
          <span className="muted" role="status">{t('ledger_found', { n: total })}</span>
        </Form>
        <Loaded query={query}>{answer => (answer.rows.length === 0 ? <Empty>{t('ledger_none')}</Empty> : <>
          <Table tall label={t('ledger')} rows={answer.rows} id={row => String(row.sequence)} columns={[
            { key: 'sequence', head: t('number'), num: true, rowHead: true, cell: row => n(row.sequence) },
            { key: 'at', head: t('when'), cell: row => <span className="nowrap">{row.at.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}</span> },
            { key: 'actor', head: t('ledger_actor'), cell: row => row.actor }, { key: 'role', head: t('role'), cell: row => w(row.role) || '–' },
            { key: 'act', head: t('ledger_act'), cell: row => w(row.act) }, { key: 'subject', head: t('ledger_subject'), cell: row => <>{w(row.subject_kind)} <span className="mono">{row.subject}</span></> },
            { key: 'hash', head: t('ledger_hash'), cell: row => <span className="hash">{row.hash.slice(0, 16)}</span> },
          ]} />
          <div className="row"><Button className="button" isDisabled={filter.offset === 0} onPress={() => to(filter.offset - WINDOW)}>{t('newer')} <kbd aria-hidden="true">K</kbd></Button>
            <span role="status">{t('window_of', { a: n(filter.offset + 1), b: n(filter.offset + answer.rows.length), c: n(answer.total) })}</span>
            <Button className="button" isDisabled={filter.offset + WINDOW >= answer.total} onPress={() => to(filter.offset + WINDOW)}>{t('older')} <kbd aria-hidden="true">J</kbd></Button></div>
        </>)}</Loaded></section>}
    </>
  );
}
