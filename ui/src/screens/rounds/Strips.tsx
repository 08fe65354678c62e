// Three strips: what we sent, what they sent, what they answered.
import { Link } from 'wouter';
import { useT } from '../../i18n';
import { pairs, type Pair, type RoundSheet } from './data';

function Lists({ title, rows, empty }: { title: string; rows: Pair[]; empty: string }) {
  const { t, n, day } = useT();
  return (
    <section className="panel stack"><h2>{title}</h2>
      {rows.length === 0 ? <p className="muted">{empty}</p> : <ul className="list">{rows.map(({ words, code }) => (
        <li key={words.id}><div className="item"><span className="mono strong">{words.id}</span> {words.kind}, {t('names_n', { n: Number(code.names ?? 0) })}
          <span className="muted block">{words.party} · {day(words.when)}</span></div></li>
      ))}</ul>}
      <span className="sr">{n(rows.length)}</span>
    </section>
  );
}

function Sealed({ of }: { of: RoundSheet }) {
  const { t } = useT();
  const sent = pairs(of, 'sent');
  if (sent.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="h-sealed"><h2 id="h-sealed">{t('rounds_sealed')}</h2><p className="muted">{t('rounds_sealed_text')}</p>
      <ul className="list">{sent.map(({ words, code }, i) => (
        <li key={`${words.list}${i}`}><div className="item"><span className="mono strong">{words.list}</span> {words.kind}, {t('names_n', { n: Number(code.names ?? 0) })}, {words.party}
          <span className="chip end">{words.state}</span>
          {words.sha256 && <span className="hash block">{words.sha256}</span>}
          <span className="muted block">{t('sealed_by', { a: words.asked_by ?? t('unknown_mark'), b: words.second ?? t('sealed_waits') })}</span></div></li>
      ))}</ul></section>
  );
}

export function Strips({ of }: { of: RoundSheet }) {
  const { t, n } = useT();
  const lists = pairs(of, 'lists');
  const answers = pairs(of, 'answers').filter(row => row.code.direction !== 'given' || row.code.list);
  const total = answers.reduce((sum, row) => sum + Number(row.code.names ?? 0), 0);
  const asked = lists.filter(row => row.code.direction === 'out' && row.code.kind === 'wanted').reduce((sum, row) => sum + Number(row.code.names ?? 0), 0);
  const silent = Math.max(0, asked - total);
  const notHeld = answers.filter(row => row.code.answer === 'not_held').reduce((sum, row) => sum + Number(row.code.names ?? 0), 0);
  return (
    <>
      <div className="strips">
        <Lists title={t('strip_sent')} rows={lists.filter(row => row.code.direction === 'out')} empty={t('strip_sent_none')} />
        <Lists title={t('strip_received')} rows={lists.filter(row => row.code.direction === 'in')} empty={t('strip_received_none')} />
        <section className="panel stack"><h2>{t('strip_answers')}</h2>
          {answers.length === 0 ? <p className="muted">{t('strip_answers_none')}</p> : <table className="table" aria-label={t('strip_answers')}><tbody>
            {silent > 0 && <tr><th scope="row" className="strong">{t('answer_silent')}</th><td className="num strong">{n(silent)}</td><td className="muted">{t('answer_silent_note')}</td></tr>}
            {answers.map(({ words, code }, i) => <tr key={i}><th scope="row">{words.answer}</th><td className="num">{n(Number(code.names ?? 0))}</td><td className="muted">{words.list} {words.direction}</td></tr>)}
          </tbody></table>}
          {notHeld > 0 && <p className="notice attention">{t('not_held_note', { n: notHeld })} <Link href="/statements">{t('nav_statements')}</Link></p>}
        </section>
      </div>
      <Sealed of={of} />
    </>
  );
}
