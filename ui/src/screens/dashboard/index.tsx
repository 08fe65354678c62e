import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Brief } from '../../api/types';
import { useT } from '../../i18n';
import { Loaded } from '../../parts/states';
import { Cards } from './Cards';
import { Regions } from './Regions';
import { Waits } from './Waits';
import { HeldByUs, Indications, Interests, Persuasion, PlacesByKind, Presences, RoundsDone, StatementsSaid } from './Sections';

export const useBrief = () => useQuery({
  queryKey: ['brief'], staleTime: 5 * 60_000, queryFn: async ({ signal }) => (await ask(api.GET('/brief', { signal }))) as unknown as Brief,
});

export default function Dashboard() {
  const { t, day } = useT();
  const brief = useBrief();
  return (
    <>
      <div className="page-head"><h1>{t('dashboard')}</h1>
        {brief.data && <p className="muted">{t('as_of', { d: day(brief.data.as_of) })}</p>}
        <a className="button small end no-print" href="#/print/brief">{t('print')}</a></div>
      <Loaded query={brief}>{data => <>
        {data.gaps && data.gaps.length > 0 && <div className="notice attention">{data.gaps.map(gap => <p key={gap}>{gap}</p>)}</div>}
        <Cards brief={data} />
        <div className="wide-narrow"><Regions held={data.held ?? []} unreviewed={data.unreviewed ?? 0} /><Waits brief={data} /></div>
        <div className="two"><Indications theirs={data.indications ?? []} ours={data.own_indications ?? []} /><Presences rows={data.protected ?? []} /></div>
        <div className="halves"><StatementsSaid rows={data.statements ?? []} /><RoundsDone rows={data.rounds ?? []} /></div>
        <div className="halves"><Interests rows={data.interest ?? []} /><Persuasion rows={data.persuasion ?? []} /></div>
        <div className="halves"><PlacesByKind rows={data.places ?? []} /><HeldByUs rows={data.held_by_us ?? []} /></div>
      </>}</Loaded>
    </>
  );
}
