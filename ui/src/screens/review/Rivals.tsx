import { Link } from 'wouter';
import type { Pair } from '../../api/types';
import { useT } from '../../i18n';
import { Chance } from '../../parts/Estimate';

/** Nobody accepts one without having seen who else it could be. */
export function Rivals({ pair }: { pair: Pair }) {
  const { t } = useT();
  return (
    <section className="panel stack"><h2>{t('rivals')}</h2>
      {pair.rivals.length === 0 ? <p className="muted">{t('rivals_none')}</p> : <ul className="list">{pair.rivals.map(rival => (
        <li key={rival.id}><Link href={`/review/${encodeURIComponent(`${rival.left}~${rival.right}`)}`}>
          <span className="mono">{rival.left}</span> ~ <span className="mono">{rival.right}</span> <span className="muted"><Chance p={rival.probability} /></span></Link></li>
      ))}</ul>}
    </section>
  );
}
