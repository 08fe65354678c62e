import { Link } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useT, type Key } from '../../i18n';
import { Acts } from '../../parts/Acts';
import { Facts, ListTable, Notes, listOf, wordsOf } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { Deadline } from './Deadline';
import { Letters } from './Letters';
import { useFinding, type Finding } from './data';
import { movesIn } from './moves';

const needsReason = new Set(['confirm', 'reject', 'review', 'close', 'reopen']);

function Moves({ it }: { it: Finding }) {
  const { t } = useT();
  const client = useQueryClient();
  return <Acts label={t('decision')} acts={movesIn(it.phase).map(move => ({
    id: move, label: t(`move_${move}` as Key), note: t(`move_${move}_text` as Key), main: move === 'take' || move === 'confirm',
    fields: needsReason.has(move) ? [{ key: 'reason', label: t('reason'), required: true, long: true }] : [],
    send: values => ask(api.POST('/findings/{id}', { params: { path: { id: it.id } }, body: { act: move, ...values } })),
  }))} done={() => void client.invalidateQueries({ queryKey: ['findings'] })} />;
}

/** "statement ST04" leads to the statement. */
function Record({ of: record }: { of: string | null }) {
  const [kind, id] = (record ?? '').split(' ');
  if (id && kind === 'statement') return <Link href={`/statements/${id}`}>{record}</Link>;
  if (id && kind === 'evidence') return <Link href={`/evidence/item/${encodeURIComponent(id)}`}>{record}</Link>;
  if (id && kind === 'person') return <Link href={`/person/${encodeURIComponent(id)}`}>{record}</Link>;
  return <>{record ?? '–'}</>;
}

export function One({ id }: { id: string }) {
  const { t, day, w } = useT();
  return (
    <Loaded query={useFinding(id)} title={t('finding')}>{({ it, sheet }) => <>
      <section className="panel stack">
        <div className="panel-head"><h1>{it.article}: {wordsOf(sheet, 'title') ?? it.title}</h1>
          <a className="button small no-print" href={`#/print/finding/${it.id}`}>{t('print')}</a></div>
        <div className="row"><span className="chip strong">{wordsOf(sheet, 'phase') ?? w(it.phase)}</span><span className="chip">{wordsOf(sheet, 'outcome') ?? w(it.outcome)}</span>
          <span className="chip">{it.own ? t('our_own') : t('theirs')}</span>
          {!it.exported && <span className="chip ochre">{t('not_exported')}</span>}
          {it.deadline && <span>{t('deadline')}: <Deadline of={it.deadline} /></span>}</div>
        {it.note && <p className="ochre strong">{wordsOf(sheet, 'note') ?? it.note}</p>}
        <p className="muted">{t('indication_is')}</p>
        {it.duty && <div className="notice law"><p className="strong">{t('law_says')}</p><p>{wordsOf(sheet, 'duty') ?? it.duty}</p></div>}
        <Facts sheet={sheet} keys={['about', 'people', 'clock', 'severity', 'rule', 'closed_reason']} />
        <Moves it={it} />
      </section>
      <div className="halves">
        <section className="panel stack"><h2>{t('facts_for')}</h2>
          {it.facts.length === 0 ? <p className="muted">{t('facts_none')}</p> : <ul className="list">{it.facts.map((fact, i) => (
            <li key={i}><div className="item">{fact.fact}<span className="muted block"><Record of={fact.record} />{fact.grade && <> · {t('grade')} {fact.grade}</>}</span></div></li>))}</ul>}
        </section>
        <section className="panel stack"><h2>{t('rebut')}</h2>
          <p>{wordsOf(sheet, 'rebut') ?? it.rebut ?? t('unknown_mark')}</p>
          {it.justification && <><h3>{t('justification')}</h3><blockquote className="quote">{it.justification}</blockquote></>}
          {it.reply && <><h3>{t('reply')}</h3><p>{wordsOf(sheet, 'reply') ?? it.reply}</p></>}
        </section>
      </div>
      <Letters it={it} />
      <section className="panel stack"><h2>{t('steps')}</h2>
        {listOf(sheet, 'steps') && <ListTable list={listOf(sheet, 'steps')!} link={(key, row) => (key === 'when' ? day(row.when) : null)} skip={['letter']} />}
        <Notes notes={sheet.notes} />
      </section>
    </>}</Loaded>
  );
}
