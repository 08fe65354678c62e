import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from '../../app/keys';
import { useMay } from '../../app/session';
import type { Held, PlaceRow } from '../../api/types';
import { More, useT } from '../../i18n';
import { Check, Choose } from '../../parts/fields';
import { Empty, Loaded } from '../../parts/states';
import { shown, usePlaces, useTotals, type Filter } from './data';
import { Legend } from './Legend';
import { PlaceList } from './List';
import { PlaceMap } from './Map';
import { PlaceSheet } from './Sheet';

const byRegion = (places: readonly PlaceRow[]): [string, PlaceRow[]][] => {
  const groups = new Map<string, PlaceRow[]>();
  for (const place of places) {
    const key = place.region_label ?? place.region ?? '';
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups];
};

function Screen({ all, km, id }: { all: readonly PlaceRow[]; km: number; id: string | undefined }) {
  const { t, n } = useT();
  const [, navigate] = useLocation();
  const [filter, setFilter] = useState<Filter>({ side: 'theirs', region: '', flagged: false });
  const totals = useTotals(useMay('BRIEF'));
  const held = useMemo(() => new Map<string, Held>((totals.data ?? []).map(row => [row.region, row])), [totals.data]);
  const labels = useMemo(() => new Map((totals.data ?? []).map(row => [row.label, `${n(row.mean)} (${n(row.lower95)}–${n(row.upper95)})`])), [totals.data, n]);
  const places = useMemo(() => shown(all, filter), [all, filter]);
  const groups = useMemo(() => byRegion(places), [places]);
  const order = groups.flatMap(([, rows]) => rows);
  const at = order.findIndex(place => place.id === id);
  const go = (step: number) => { const next = order[(at + step + order.length) % order.length] ?? order[0]; if (next) navigate(`/places/${encodeURIComponent(next.id)}`); };
  useKeys({ KeyJ: () => go(1), KeyK: () => go(-1), BracketRight: () => go(1), BracketLeft: () => go(-1), Escape: () => navigate('/places') });
  const regions = useMemo(() => byRegion(all).map(([label, rows]) => ({ id: rows[0]?.region ?? '', label })), [all]);
  const chosen = all.find(place => place.id === id);
  return (
    <>
      <div className="row top">
        <Choose label={t('place_side')} value={filter.side} onChange={side => setFilter(old => ({ ...old, side }))}
          choices={[{ id: 'theirs', label: t('place_side_theirs') }, { id: 'ours', label: t('place_side_ours') }, { id: '', label: t('any') }]} />
        <Choose label={t('region')} value={filter.region} onChange={region => setFilter(old => ({ ...old, region }))} choices={[{ id: '', label: t('any') }, ...regions]} />
        <Check label={t('place_flagged')} value={filter.flagged} onChange={flagged => setFilter(old => ({ ...old, flagged }))} />
        <p className="strong end" role="status">{t('places_shown', { n: places.length })}</p>
      </div>
      {places.length === 0 ? <Empty>{t('places_none_filter')}</Empty> : (
        <div className="map-list">
          <div className="stack">
            <section className="panel stack" aria-labelledby="h-map"><h2 id="h-map">{t('map')}</h2>
              <PlaceMap places={places} chosen={id} choose={place => navigate(`/places/${encodeURIComponent(place)}`)} labels={labels} />
              <p className="notice attention">{t('places_not_for')}</p>
              <Legend km={km} />
              <p className="muted">{t('map_keys')}</p></section>
            {chosen && <PlaceSheet key={chosen.id} place={chosen} held={held.get(chosen.region ?? '')} close={() => navigate('/places')} />}
          </div>
          <PlaceList groups={groups} chosen={id} held={held} />
        </div>
      )}
    </>
  );
}

function Read({ id }: { id: string | undefined }) {
  const { t, day } = useT();
  const query = usePlaces();
  return (
    <>
      <div className="page-head"><h1>{t('places')}</h1><p className="muted">{t('places_text')}</p>
        {query.data?.as_of && <p className="muted">{t('as_of', { d: day(query.data.as_of) })}</p>}</div>
      <Loaded query={query}>{data => (data.places.length === 0 ? <Empty next={<a href="#/import">{t('nav_import')}</a>}>{t('places_none')}</Empty>
        : <Screen all={data.places} km={data.coarse_km ?? 10} id={id} />)}</Loaded>
    </>
  );
}

/** Places of detention: coarse for all, exact for a purpose; signs and words, no heat. */
export default function Places({ id }: { id: string | undefined }) {
  return <More parts={['places']}><Read id={id ? decodeURIComponent(id) : undefined} /></More>;
}
