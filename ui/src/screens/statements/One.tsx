import { Link } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Acts, type Act } from '../../parts/Acts';
import { Facts, ListTable, Notes, listOf } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { useStatement, type Statement } from './data';
import { Verdict } from './List';

/** Before or after the statement: what was known when it was said, and what came later. */
function Evidence({ it, bears }: { it: Statement; bears: 'for' | 'against' }) {
  const { t, w, day } = useT();
  const rows = it.evidence.filter(row => row.bears === bears).sort((a, b) => (a.happened ?? '').localeCompare(b.happened ?? ''));
  return (
    <section className="stack"><h3>{t(bears === 'for' ? 'evidence_for' : 'evidence_against')}</h3>
      {rows.length === 0 ? <p className="muted">{t('evidence_none')}</p> : <ul className="list">{rows.map(row => (
        <li key={row.id}><div className="item">{row.title}<span className="muted block"><Link className="mono" href={`/evidence/item/${encodeURIComponent(row.id)}`}>{row.id}</Link> · {w(row.kind)} · {day(row.happened) || t('unknown')}
          {row.happened && it.when && <> · {t(row.happened.slice(0, 10) <= it.when.slice(0, 10) ? 'before_it' : 'after_it')}</>}</span></div></li>))}</ul>}
    </section>
  );
}

function Publish({ it }: { it: Statement }) {
  const { t } = useT();
  const client = useQueryClient();
  const send = (act: 'release' | 'withhold') => ({ reason = '' }: Record<string, string>) => ask(api.POST('/statements/{id}', { params: { path: { id: it.id } }, body: { act, reason } }));
  const reason = [{ key: 'reason', label: t('reason'), required: true, long: true }];
  const acts: Act[] = it.may_be_published
    ? [{ id: 'withhold', label: t('statement_withhold'), note: t('statement_withhold_text'), fields: reason, send: send('withhold') }]
    : [{ id: 'release', label: t('statement_release'), note: t('statement_release_text'), two: true, fields: reason, send: send('release') }];
  const may = useMay('CHECK');
  return (
    <section className="panel stack"><h2>{t('may_be_published')}</h2>
      <p className="strong">{t(it.may_be_published ? 'may_be_yes' : 'may_be_no')}</p>
      <p className="muted">{t('may_be_text')}</p>
      {may && <Acts label={t('may_be_published')} acts={acts} done={() => { void client.invalidateQueries({ queryKey: ['statements'] }); void client.invalidateQueries({ queryKey: ['pending'] }); }} />}
      <div className="row no-print"><a className="button small" href={`#/print/statement/${it.id}/public`}>{t('print_public')}</a><a className="button small" href={`#/print/statement/${it.id}/internal`}>{t('print_internal')}</a></div>
    </section>
  );
}

export function One({ id }: { id: string }) {
  const { t, n, day, maybe, w } = useT();
  const law = useMay('CHECK');
  return (
    <Loaded query={useStatement(id)} title={t('statements')}>{({ it, sheet }) => <>
      <div className="page-head"><h1>{maybe(`said_${it.kind}`) ?? it.kind} <span className="mono muted">{it.id}</span></h1>
        {it.threatens && <span className="chip ochre">{t('statement_threat_chip')}</span>}</div>
      <div className="halves">
        <section className="panel stack"><h2>{t('statement_said')}</h2>
          <blockquote className="quote" lang={it.language ?? undefined}>{it.words}</blockquote>
          {it.translation && it.translation !== it.words && <p><span className="muted">{t('statement_translated')}:</span> <span lang="en">{it.translation}</span></p>}
          <dl className="facts">
            <div className="fact"><dt>{t('speaker')}</dt><dd>{it.speaker}{it.party && <> ({it.party})</>}</dd></div>
            <div className="fact"><dt>{t('when')}</dt><dd>{day(it.when) || t('unknown')}</dd></div>
            {it.channel && <div className="fact"><dt>{t('statement_channel')}</dt><dd>{it.channel}</dd></div>}
          </dl>
          <Facts sheet={sheet} keys={['holder', 'article', 'places', 'objects', 'touches']} />
          {it.reply && <div className="notice law"><p className="strong">{t('reply')}</p><p>{it.reply}</p></div>}
        </section>
        <section className="panel stack"><h2>{t('statement_evidence')}</h2>
          <p className="big"><Verdict of={it.verdict} /></p>
          {it.why && <p>{w(it.why)}</p>}
          <p className="muted">{t('statement_counts', { f: n(it.for), a: n(it.against) })}</p>
          <Evidence it={it} bears="against" /><Evidence it={it} bears="for" />
        </section>
      </div>
      <div className="halves">
        <Publish it={it} />
        <section className="panel stack"><h2>{t('statement_raises')}</h2>
          {it.indications.length === 0 ? <p className="muted">{t('statement_raises_none')}</p> : listOf(sheet, 'indications') && <ListTable list={listOf(sheet, 'indications')!} skip={['rule']} />}
          {law && it.indications.length > 0 && <p><Link href="/findings/now">{t('findings_now')}</Link></p>}
          {listOf(sheet, 'replies') && <ListTable list={listOf(sheet, 'replies')!} />}
        </section>
      </div>
      <Notes notes={sheet.notes} />
    </>}</Loaded>
  );
}
