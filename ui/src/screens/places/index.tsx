import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useKeys } from '../../app/keys';
import { useMay, useSession } from '../../app/session';
import type { Held, PlaceRow } from '../../api/types';
import { More, useT } from '../../i18n';
import { Check, Choose } from '../../parts/fields';
import { Empty, Loaded } from '../../parts/states';
import { shown, usePlaces, useTotals, type Filter } from './data';
import { Legend } from './Legend';
import { PlaceList } from './List';
import { PlaceMap } from './Map';
import { PlaceSheet } from './Sheet';
import { monthsBefore } from './view';

const byRegion = (places: readonly PlaceRow[]): [string, PlaceRow[]][] => {
  const groups = new Map<string, PlaceRow[]>();
  for (const place of places) {
    const key = place.region_label ?? place.region ?? '';
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups];
};

function Screen({ all, km, id, at: known, estimating }: { all: readonly PlaceRow[]; km: number; id: string | undefined; at: string; estimating: boolean }) {
  const { t, n } = useT();
  const [, navigate] = useLocation();
  const [filter, setFilter] = useState<Filter>({ side: 'theirs', region: '', flagged: false });
  const totals = useTotals(useMay('BRIEF'), known);
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
        <p className="strong end" role="status">{t('places_shown', { n: places.length })}</p><a className="button small" href="#/print/places">{t('places_print')}</a>
      </div>
      {estimating && <p className="muted" role="status">{t('places_estimating')}</p>}
      {places.length === 0 ? <Empty>{t('places_none_filter')}</Empty> : (
        <div className="map-list">
          <div className="stack">
            <section className="panel stack" aria-labelledby="h-map"><h2 id="h-map">{t('map')}</h2>
              <PlaceMap places={places} chosen={id} choose={place => navigate(`/places/${encodeURIComponent(place)}`)} labels={labels} />
              <p className="notice attention">{t('places_not_for')}</p>
              <Legend km={km} />
              <p className="muted">{t('map_keys')}</p></section>
            {chosen && <PlaceSheet key={chosen.id} place={chosen} held={held.get(chosen.region ?? '')} at={known} close={() => navigate('/places')} />}
          </div>
          <PlaceList groups={groups} chosen={id} held={held} />
        </div>
      )}
    </>
  );
}

const MONTHS = 36;
/** Months back from today, at the right end; asked about when the hand is still. */
function DaySlider({ today, at, set }: { today: string; at: string; set: (at: string) => void }) {
  const { t, day } = useT();
  const [back, setBack] = useState(0);
  const chosen = back === 0 ? '' : monthsBefore(today, back);
  useEffect(() => {
    if (chosen === at) return;
    const timer = setTimeout(() => set(chosen), 350);
    return () => clearTimeout(timer);
  }, [chosen]);
  const words = back === 0 ? t('at_today') : day(chosen);
  return (
    <div className="row"><label className="row tight"><span>{t('at_label')}</span>
      <input type="range" className="at-slider" min={0} max={MONTHS} step={1} value={MONTHS - back} aria-valuetext={words} onChange={event => setBack(MONTHS - Number(event.target.value))} /></label>
      <output className="strong">{words}</output>
      {back > 0 && <><Button className="button small" onPress={() => setBack(0)}>{t('at_back')}</Button><span className="muted">{t('at_text')}</span></>}</div>
  );
}

function Read({ id }: { id: string | undefined }) {
  const { t, day } = useT();
  const session = useSession();
  const [at, setAt] = useState('');
  const query = usePlaces(at);
  return (
    <>
      <div className="page-head"><h1>{t('places')}</h1><p className="muted">{t('places_text')}</p>
        {query.data?.as_of && <p className="muted">{t('as_of', { d: day(query.data.as_of) })}</p>}</div>
      <DaySlider today={session.as_of} at={at} set={setAt} />
      <Loaded query={query}>{data => (data.places.length === 0 ? <Empty next={<a href="#/import">{t('nav_import')}</a>}>{t('places_none')}</Empty>
        : <Screen all={data.places} km={data.coarse_km ?? 10} id={id} at={at} estimating={data.estimating ?? false} />)}</Loaded>
    </>
  );
}

/** Places of detention: coarse for all, exact for a purpose; signs and words, no heat. */
export default function Places({ id }: { id: string | undefined }) {
  return <More parts={['places']}><Read id={id ? decodeURIComponent(id) : undefined} /></More>;
}
