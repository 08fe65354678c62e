import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Proposal } from '../../api/types';
import { useT } from '../../i18n';

export function Queue({ rows, chosen, keyOf }: { rows: Proposal[]; chosen: string; keyOf: (row: Proposal) => string }) {
  const { t, w, maybe } = useT();
  const kindOf = (kind: string) => maybe(`kind_${kind}`) ?? w(kind);
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => { void here.current?.scrollIntoView({ block: 'nearest' }); }, [chosen]);
  return (
    <nav className="panel scroll queue" aria-label={t('review_queue')}><ul className="list">
      {rows.map(row => {
        const key = keyOf(row);
        return <li key={row.id} ref={key === chosen ? here : undefined}><Link href={`/review/${encodeURIComponent(key)}`} aria-current={key === chosen ? 'true' : undefined}>
          <span className="mono">{row.left}</span> ~ <span className="mono">{row.right}</span>
          <span className="muted block">{row.left_kind ? `${kindOf(row.left_kind)} ~ ${kindOf(row.right_kind ?? '')}` : t('fields_n', { n: row.reasons.length })}</span></Link></li>;
      })}
    </ul></nav>
  );
}
