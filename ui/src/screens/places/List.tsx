import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Held, PlaceRow } from '../../api/types';
import { useT, type Key } from '../../i18n';
import { Interval, IntervalBar } from '../../parts/Estimate';
import { RegionWhy } from '../dashboard/RegionWhy';
import { unofficial } from './data';

function Marks({ of: place }: { of: PlaceRow }) {
  const { t, n } = useT();
  const flags = place.indications ?? 0;
  const beside = place.objects ?? 0;
  return <>{flags > 0 && <span className="nowrap"><span aria-hidden="true">△</span> {t('place_flags', { n: flags })}</span>}
    {beside > 0 && <span className="nowrap"> <span aria-hidden="true">▪</span> {t('place_beside', { n: n(beside) })}</span>}</>;
}

/** The same places in the same order as on the map: its accessible form. */
export function PlaceList({ groups, chosen, held }: { groups: [string, PlaceRow[]][]; chosen: string | undefined; held: ReadonlyMap<string, Held> }) {
  const { t, w, n, day } = useT();
  const here = useRef<HTMLLIElement>(null);
  useEffect(() => { void here.current?.scrollIntoView({ block: 'nearest' }); }, [chosen]);
  return (
    <nav className="panel scroll place-list" aria-label={t('places_list')}>
      {groups.map(([region, places]) => {
        const total = held.get(places[0]?.region ?? '');
        return (
          <section key={region} className="stack tight"><h3 className="row">{region || t('region_unknown')} <span className="muted">{n(places.length)}</span></h3>
            {total && <p className="row tight small-line">{t('region_held')}: <Interval lower={total.lower95} upper={total.upper95} mid={total.mean} /><IntervalBar lower={total.lower95} upper={total.upper95} mid={total.mean} max={total.upper95 * 1.15} width={80} /><RegionWhy held={total} /></p>}
            <ul className="list">{places.map(place => (
              <li key={place.id} ref={place.id === chosen ? here : undefined}><Link href={`/places/${encodeURIComponent(place.id)}`} aria-current={place.id === chosen ? 'true' : undefined}>
                <span>{place.name ?? place.id}</span>{place.mean != null && place.lower95 != null && place.upper95 != null && <> <Interval lower={place.lower95} upper={place.upper95} mid={place.mean} /></>}
                <span className="muted block">{w(place.kind.replace(/_/g, ' '))} · {place.side === 'ours' ? t('place_ours') : unofficial(place) ? t('place_unofficial') : t('place_notified')} · {t('place_sources', { n: place.sources ?? 0, g: place.grade ?? t('unknown_mark') })}{place.side !== 'ours' && <> · {t(`access_${place.access ?? 'none'}` as Key, { d: day(place.visited) })}</>} <Marks of={place} /></span></Link></li>
            ))}</ul></section>
        );
      })}
    </nav>
  );
}
