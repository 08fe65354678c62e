import { Link, useLocation } from 'wouter';
import { useKeys } from '../../app/keys';
import { useMay } from '../../app/session';
import { useState } from 'react';
import type { RoundRow } from '../../api/types';
import { useT } from '../../i18n';
import { Acts } from '../../parts/Acts';
import { Empty, Loaded } from '../../parts/states';
import { newRound } from './acts';
import { useRounds, useSend } from './data';

function Rows({ rows }: { rows: readonly RoundRow[] }) {
  const { t, n, day } = useT();
  const [, navigate] = useLocation();
  const [at, setAt] = useState(0);
  const open = (row: RoundRow | undefined) => row && navigate(`/rounds/${encodeURIComponent(row.id)}`);
  useKeys({ KeyJ: () => setAt(i => Math.min(rows.length - 1, i + 1)), KeyK: () => setAt(i => Math.max(0, i - 1)), Enter: () => open(rows[at]) });
  return (
    <div className="panel scroll tall" tabIndex={0} role="group" aria-label={t('rounds')}><table className="table">
      <thead><tr><th scope="col">{t('round')}</th><th scope="col">{t('when')}</th><th scope="col">{t('venue')}</th><th scope="col">{t('mediator')}</th>
        {(['round_asked', 'round_refused', 'agreed', 'delivered', 'absent', 'substituted'] as const).map(key => <th scope="col" className="num" key={key}>{t(key)}</th>)}</tr></thead>
      <tbody>{rows.map((row, i) => (
        <tr key={row.id} aria-selected={i === at}>
          <th scope="row" className="mono"><Link href={`/rounds/${encodeURIComponent(row.id)}`}>{row.id}</Link></th><td className="nowrap">{day(row.when)}</td><td>{row.venue ?? t('unknown_mark')}</td><td>{row.mediator ?? t('unknown_mark')}</td>
          <td className="num">{n(row.asked)}</td><td className="num">{n(row.refused)}</td><td className="num">{n(row.agreed)}</td><td className="num strong">{n(row.delivered)}</td>
          <td className={row.absent > 0 ? 'num ochre' : 'num'}>{row.absent > 0 ? <Link href={`/rounds/${encodeURIComponent(row.id)}/reconcile`} aria-label={t('absent_open', { n: row.absent })}>{n(row.absent)}</Link> : n(row.absent)}</td>
          <td className="num">{n(row.substituted)}</td></tr>
      ))}</tbody></table></div>
  );
}

export function RoundList() {
  const language = useT();
  const { t } = language;
  const [, navigate] = useLocation();
  const rounds = useRounds();
  const { send, done } = useSend();
  const may = useMay('NEGOTIATE');
  return (
    <>
      {may && <Acts label={t('round_new')} acts={[newRound(language, send)]} done={answer => { done(); if (answer.id) navigate(`/rounds/${encodeURIComponent(answer.id)}`); }} />}
      <Loaded query={rounds}>{rows => (rows.length === 0 ? <Empty>{t('rounds_none')}</Empty> : <Rows rows={[...rows].sort((a, b) => (b.when ?? '').localeCompare(a.when ?? ''))} />)}</Loaded>
      <p className="muted">{t('rounds_note')}</p>
    </>
  );
}
