// Search as you type: at most fifty, each with why it was found.  A likeness of names proves nobody.
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useEffect, useState } from 'react';
import { api, ask } from '../../api/http';
import type { SearchHit } from '../../api/types';
import { Name } from '../../app/privacy';
import { useKeys } from '../../app/keys';
import { useT } from '../../i18n';
import { Empty, Loaded } from '../../parts/states';

export const MOST = 50;

function Rows({ hits }: { hits: SearchHit[] }) {
  const { t, w, day } = useT();
  const [, navigate] = useLocation();
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [hits]);
  const open = (hit: SearchHit | undefined) => hit && navigate(`/person/${encodeURIComponent(hit.id)}`);
  useKeys({
    KeyJ: () => setAt(i => Math.min(hits.length - 1, i + 1)), KeyK: () => setAt(i => Math.max(0, i - 1)), Enter: () => open(hits[at]),
  });
  return (
    <div className="panel scroll" tabIndex={0} role="group" aria-label={t('hits')}><table className="table">
      <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('name')}</th><th scope="col">{t('born')}</th><th scope="col">{t('side')}</th><th scope="col">{t('why_found')}</th></tr></thead>
      <tbody>{hits.map((hit, i) => (
        <tr key={hit.id} aria-selected={i === at} onClick={() => open(hit)}>
          <th scope="row" className="mono"><a href={`#/person/${encodeURIComponent(hit.id)}`}>{hit.id}</a></th>
          <td><Name>{hit.name}</Name></td><td className="nowrap">{day(hit.born)}</td>
          <td>{hit.side === 'ours' ? t('side_ours') : hit.side === 'theirs' ? t('side_theirs') : w(hit.side)}</td>
          <td className="muted" translate="no">{hit.reasons}</td>
        </tr>
      ))}</tbody></table></div>
  );
}

export function Hits({ query }: { query: string }) {
  const { t } = useT();
  const found = useQuery({
    queryKey: ['search', query], gcTime: 30_000, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask(api.POST('/search', { body: { query, top: MOST }, signal })),
  });
  return (
    <Loaded query={found}>{({ search }) => <>
      <p role="status" className="strong">{t('found', { n: search.hits.length })}{search.hits.length >= MOST && ` ${t('found_most')}`}</p>
      {search.hits.length === 0 ? <Empty>{t('found_none')}</Empty> : <Rows hits={search.hits} />}
      <p className="muted">{t('found_note')}</p>
    </>}</Loaded>
  );
}
