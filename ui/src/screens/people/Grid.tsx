// Every person of the register in one grid: only the rows in sight are drawn, and they come in windows of a hundred.
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useQueries, keepPreviousData } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLocation } from 'wouter';
import { api, ask } from '../../api/http';
import type { PersonRow } from '../../api/types';
import { Name } from '../../app/privacy';
import { ChanceBar } from '../../parts/Estimate';
import { useT, type Key } from '../../i18n';
import { Empty, ErrorBox } from '../../parts/states';
import type { Filter } from './index';

const WINDOW = 100;
const ROW = 34;
const columns: [Key, string][] = [
  ['number', '4.7rem'], ['name', 'minmax(13.2rem, 2fr)'], ['born', '7.8rem'], ['unit', '6.2rem'], ['official', '10.8rem'], ['estimate_held', '7.4rem'],
  ['estimate_place', 'minmax(11.2rem, 1fr)'], ['reports_count', '3.5rem'], ['last_news', '7.1rem'],
];
const template = columns.map(c => c[1]).join(' ');
const marks: Record<string, string> = { captive: '●', missing: '○', returned: '✓', dead: '†' };

const Row = memo(function Row({ index, start, person, current, waiting, choose }: {
  index: number; start: number; person: PersonRow | undefined; current: boolean; waiting: boolean; choose: (index: number) => void;
}) {
  const { t, w, n, shortDay, chance } = useT();
  const guess = person?.estimate;
  return (
    <div role="row" id={`row-${index}`} aria-rowindex={index + 2} aria-selected={current} className={current ? 'vrow current' : 'vrow'}
      style={{ transform: `translateY(${start}px)`, height: ROW, gridTemplateColumns: template }} onClick={() => choose(index)}>
      {person ? <>
        <div role="gridcell" className="mono">{person.id}</div>
        <div role="gridcell"><Name>{person.name}</Name></div>
        <div role="gridcell">{shortDay(person.born)}</div>
        <div role="gridcell">{person.unit ?? '–'}</div>
        <div role="gridcell"><span aria-hidden="true">{marks[person.official ?? ''] ?? '·'}</span> {w(person.official)}</div>
        <div role="gridcell">{guess ? <><ChanceBar p={guess.captive} width={44} /> {chance(guess.captive)}</> : person.side === 'theirs' ? t('we_hold') : waiting && person.official !== 'returned' ? t('estimating') : '–'}</div>
        <div role="gridcell">{guess?.region_p ? `${chance(guess.region_p)} ${guess.region_label ?? guess.region}` : (person.side === 'theirs' && person.holder) || '–'}</div>
        <div role="gridcell" className="num">{n(person.reports ?? 0)}</div>
        <div role="gridcell">{shortDay(person.last_news)}</div>
      </> : <div role="gridcell" className="muted">{t('loading')}</div>}
    </div>
  );
});

const asked = (filter: Filter) => ({
  sort: filter.sort, ...(filter.side ? { side: filter.side } : {}), ...(filter.register ? { register: filter.register } : {}),
});

function useWindows(filter: Filter, first: number, last: number) {
  const from = Math.floor(first / WINDOW);
  const to = Math.floor(last / WINDOW);
  const pages = useMemo(() => Array.from({ length: to - from + 1 }, (_, i) => from + i), [from, to]);
  return useQueries({ queries: pages.map(page => ({
    queryKey: ['people', filter, page], gcTime: 60_000, placeholderData: keepPreviousData,
    refetchInterval: (query: { state: { data?: { estimating?: boolean } } }) => (query.state.data?.estimating ? 2000 : false),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      ask(api.GET('/people', { params: { query: { offset: page * WINDOW, limit: WINDOW, ...asked(filter) } }, signal })),
  })) });
}

export function Grid({ filter, short }: { filter: Filter; short: boolean }) {
  const { t } = useT();
  const [, navigate] = useLocation();
  const [total, setTotal] = useState(0);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({ count: total || 1, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 6, useFlushSync: false });
  const items = rows.getVirtualItems();
  const windows = useWindows(filter, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const head = windows[0]?.data;
  const person = (index: number) => {
    for (const { data } of windows)
      if (data && index >= data.offset && index < data.offset + data.rows.length) return data.rows[index - data.offset];
    return undefined;
  };
  useEffect(() => { if (head) setTotal(head.total); }, [head]);
  useEffect(() => { setAt(0); rows.scrollToOffset(0); }, [filter]);
  const go = (index: number) => { const next = Math.max(0, Math.min(total - 1, index)); setAt(next); rows.scrollToIndex(next, { align: 'auto' }); };
  const keys = (event: KeyboardEvent) => {
    const page = Math.floor((box.current?.clientHeight ?? 300) / ROW) - 2;
    const steps: Record<string, number> = {
      ArrowDown: at + 1, KeyJ: at + 1, ArrowUp: at - 1, KeyK: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: total - 1,
    };
    const next = steps[event.code];
    if (next !== undefined) { event.preventDefault(); go(next); }
    const chosen = person(at);
    if (event.key === 'Enter' && chosen) navigate(`/person/${encodeURIComponent(chosen.id)}`);
  };
  const failed = windows.find(window => window.error);
  if (failed) return <ErrorBox error={failed.error} retry={() => windows.forEach(window => void window.refetch())} />;
  return (
    <>
      <p role="status" className="strong" id="people-count">{short ? t('search_short') : t('people_count', { n: head?.total ?? 0 })}</p>
      {head && head.total === 0 ? <Empty>{t('people_none')}</Empty> : (
        <div role="grid" aria-label={t('people')} aria-describedby="people-keys" aria-rowcount={total + 1} aria-colcount={columns.length}
          aria-activedescendant={`row-${at}`} tabIndex={0} ref={box} className="vgrid" onKeyDown={keys}
          onDoubleClick={() => { const chosen = person(at); if (chosen) navigate(`/person/${encodeURIComponent(chosen.id)}`); }}>
          <div role="rowgroup"><div role="row" aria-rowindex={1} className="vrow vhead" style={{ gridTemplateColumns: template }}>
            {columns.map(([key], i) => <div role="columnheader" aria-colindex={i + 1} key={key}>{t(key)}</div>)}</div></div>
          <div role="rowgroup" className="vbody" style={{ height: rows.getTotalSize() }}>
            {items.map(item => <Row key={item.key} index={item.index} start={item.start} person={person(item.index)} current={item.index === at} waiting={head?.estimating ?? false} choose={setAt} />)}
          </div>
        </div>
      )}
      <p className="muted" id="people-keys">{t('people_keys')}</p>
    </>
  );
}
