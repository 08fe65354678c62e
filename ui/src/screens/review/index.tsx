import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { useKeys } from '../../app/keys';
import type { Proposal } from '../../api/types';
import { useT } from '../../i18n';
import { Empty, Loaded } from '../../parts/states';
import { pairQuery, useQueue } from './data';
import { Queue } from './Queue';
import { PairView } from './PairView';

const keyOf = (proposal: Proposal) => `${proposal.left}~${proposal.right}`;

/** Who is the same person: a queue, the two records side by side, and what speaks for and against. */
export default function Review({ pair }: { pair: string | undefined }) {
  const { t } = useT();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const queue = useQueue();
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => (queue.data?.proposals ?? []).filter(row => !done.has(row.id)), [queue.data, done]);
  const chosen = pair ? decodeURIComponent(pair) : rows[0] ? keyOf(rows[0]) : undefined;
  const at = rows.findIndex(row => keyOf(row) === chosen);
  const go = (index: number) => { const row = rows[index]; if (row) navigate(`/review/${encodeURIComponent(keyOf(row))}`); };
  // The next three are fetched before they are asked for.
  useEffect(() => {
    for (const row of rows.slice(at + 1, at + 4)) void client.prefetchQuery(pairQuery(row.left, row.right));
  }, [rows, at, client]);
  useEffect(() => { if (queue.data && rows.length < 5 && queue.data.open > done.size + 5) void queue.refetch().then(() => setDone(new Set())); }, [rows.length]);
  useKeys({ KeyJ: () => go(at + 1), KeyN: () => go(at + 1), KeyK: () => go(at - 1) });
  const [left, right] = (chosen ?? '').split('~');
  return (
    <>
      <div className="page-head"><h1>{t('review')}</h1><p className="muted">{t('review_text')}</p></div>
      <Loaded query={queue}>{data => <>
        <p role="status" className="strong">{t('review_open', { n: data.open - done.size, d: done.size })}</p>
        {rows.length === 0 || !left || !right ? <Empty>{t('review_none')}</Empty> : (
          <div className="three">
            <Queue rows={rows} chosen={chosen ?? ''} keyOf={keyOf} />
            <PairView key={chosen} left={left} right={right} judged={() => {
              const row = rows[at];
              if (row) setDone(old => new Set(old).add(row.id));
              const next = rows[at + 1] ?? rows[at - 1];
              navigate(next ? `/review/${encodeURIComponent(keyOf(next))}` : '/review');
            }} />
          </div>
        )}
      </>}</Loaded>
    </>
  );
}
