import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { useMay } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Acts } from '../../parts/Acts';
import { Facts, ListTable, listOf, Notes, wordsOf } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { Tabs } from '../../parts/Tabs';
import { keptActs, roundActs } from './acts';
import { pairs, useParties, useRound, useSend, type RoundSheet } from './data';
import { Lines, Versions } from './Lines';
import { NamesForm, type NameAct } from './Names';
import { Reconcile } from './Reconcile';
import { Strips } from './Strips';

const nameActs: NameAct[] = ['send', 'receive', 'answer', 'agree', 'deliver'];

/** Acts with a list of names open in a form of their own below. */
function Work({ of, id }: { of: RoundSheet; id: string }) {
  const language = useT();
  const { t } = language;
  const { send, done } = useSend();
  const parties = useParties();
  const [open, setOpen] = useState<NameAct | null>(null);
  const [said, say] = useState<{ text: string; pending: boolean } | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const choices = [...(parties.data?.parties ?? []), ...(parties.data?.holders ?? [])].map(party => ({ id: party.id, label: party.name }));
  const promises = pairs(of, 'minutes').filter(row => row.code.kind === 'promised' || row.code.kind === 'offered' || row.code.kept)
    .map(row => ({ id: row.words.id ?? '', label: `${row.words.id}: ${(row.words.words ?? '').slice(0, 50)}` }));
  return (
    <section className="panel stack no-print" aria-labelledby="h-work"><h2 id="h-work">{t('round_work')}</h2>
      <div className="row">{nameActs.map(act => <Button key={act} className="button" aria-expanded={open === act} onPress={event => { opener.current = event.target as HTMLElement; say(null); setOpen(open === act ? null : act); }}>{t(`act_${act}` as Key)}</Button>)}
        <a className="button" href={`api/rounds/${encodeURIComponent(id)}/manifest`} target="_blank" rel="noreferrer">{t('manifest')}</a></div>
      <div role="status">{said && <p className="notice good">{said.text} {said.pending && <Link href="/pending">{t('nav_pending')}</Link>}</p>}</div>
      {open && <div className="panel"><NamesForm key={open} act={open} round={id} lists={pairs(of, 'lists').filter(row => row.code.direction === 'out').map(row => row.words.id ?? '')}
        close={() => { setOpen(null); queueMicrotask(() => opener.current?.focus()); }}
        done={answer => { setOpen(null); done(); say({ text: answer.pending ? t('names_pending', { n: answer.names ?? 0 }) : t('names_written', { n: answer.names ?? 0 }), pending: Boolean(answer.pending) }); }} /></div>}
      <Acts label={t('round_work')} acts={[...roundActs(language, id, send, choices), ...keptActs(language, id, promises, send)]} done={done} />
    </section>
  );
}

function Minutes({ of }: { of: RoundSheet }) {
  const { t, day } = useT();
  const rows = pairs(of, 'minutes');
  return (
    <section className="panel stack" aria-labelledby="h-minutes"><h2 id="h-minutes">{t('minutes')}</h2>
      {rows.length === 0 ? <p className="muted">{t('minutes_none')}</p> : <ul className="list">{rows.map(({ words, code }) => (
        <li key={words.id}><div className="item"><p className="row"><span className="chip">{words.kind}</span><span className="strong">{words.party}</span><span className="muted">{words.speaker}</span>
          {words.kept && <span className={code.kept === 'no' ? 'chip ochre' : 'chip'}>{t('kept')}: {words.kept}</span>}<span className="mono muted end">{words.id}</span></p>
          <blockquote className="quote">{words.words}</blockquote>
          {(words.condition || words.due) && <p className="muted">{words.condition && <>{t('names_condition')}: {words.condition} </>}{words.due && <>{t('minute_due')}: {day(words.due)}</>}</p>}</div></li>
      ))}</ul>}
    </section>
  );
}

export function One({ id, part }: { id: string; part: string }) {
  const { t, day } = useT();
  const query = useRound(id);
  const may = useMay('NEGOTIATE');
  const to = (name: string) => `/rounds/${encodeURIComponent(id)}${name ? `/${name}` : ''}`;
  return (
    <Loaded query={query} title={t('rounds')}>{of => <>
      <div className="page-head"><h1>{t('round_head', { id })}</h1><p>{wordsOf(of.sheet, 'venue')}, {day(wordsOf(of.sheet, 'when'))}</p><span className="chip">{wordsOf(of.sheet, 'status')}</span>
        <a className="button small end" href={`#/print/round/${encodeURIComponent(id)}`}>{t('print')}</a><Link href="/rounds">{t('rounds_all')}</Link></div>
      <Tabs label={t('round_head', { id })} tabs={(['', 'names', 'difference', 'minutes', 'reconcile'] as const).map(name => ({ to: to(name), label: t(`round_part_${name || 'lists'}`), here: part === name }))} />
      {part === 'names' ? <Lines id={id} lists={pairs(of, 'lists')} /> : part === 'difference' ? <Versions id={id} lists={pairs(of, 'lists')} /> : part === 'reconcile' ? <Reconcile id={id} /> : part === 'minutes' ? <Minutes of={of} /> : <>
        <Strips of={of} />
        <div className="halves">
          <section className="panel stack"><h2>{t('round_facts')}</h2><Facts sheet={of.sheet} skip={['id', 'when', 'venue', 'status']} /></section>
          {(['packages', 'public_counts'] as const).map(key => { const list = listOf(of.sheet, key); return list && list.rows.length > 0 && <section key={key} className="panel stack"><h2>{list.heading}</h2><ListTable list={list} /></section>; })}
        </div>
        <Notes notes={of.sheet.notes} />
      </>}
      {may && <Work of={of} id={id} />}
    </>}</Loaded>
  );
}
