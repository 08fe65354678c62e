// Who goes home without any package, and whom the counterpart has to be persuaded to take: beside the frontier, never in it.
import type { Plan } from '../../api/types';
import { useT } from '../../i18n';
import { className } from './data';

export function Outside({ plan, labels }: { plan: Plan; labels: Record<string, string> }) {
  const { t, n, w } = useT();
  const due = plan.unconditional ?? [];
  const persuade = plan.persuasion ?? [];
  const excluded = plan.excluded ?? [];
  return (
    <>
      <section className="panel stack" aria-labelledby="h-due"><h2 id="h-due">{t('outside_packages')}</h2>
        <p className="notice law">{t('outside_text')}</p>
        {due.length === 0 ? <p className="muted">{t('nobody')}</p> : <ul className="list">{due.map((row, i) => (
          <li key={i}><div className="item"><span className="strong">{n(row.count)}</span> {row.side === 'ours' ? t('side_ours') : t('side_theirs')}
            <span className="muted block">{row.ground}</span></div></li>))}</ul>}
        <p className="muted">{t('outside_alternative')}</p>
      </section>
      {persuade.length > 0 && <section className="panel stack" aria-labelledby="h-persuade"><h2 id="h-persuade">{t('persuasion')}</h2><p className="muted">{t('persuasion_note')}</p>
        <ul className="list">{persuade.map((row, i) => <li key={i}><div className="item"><span className="strong">{n(row.count)}</span> {className(row.class, labels, t('class_not_asked'))}
          <span className="muted block">{row.ground}</span></div></li>)}</ul></section>}
      {excluded.length > 0 && <section className="panel stack"><h2>{t('not_in_package')}</h2>
        <ul className="list">{excluded.map((row, i) => <li key={i}><div className="item">{n(row.count)}, {row.side === 'ours' ? t('side_ours') : t('side_theirs')}: {w(row.rule)}</div></li>)}</ul>
        <p className="muted">{t('not_available_note')}</p></section>}
    </>
  );
}
