// One place: who says so, what lies beside it, who visited it, which indications stand.  Its position stays covered.
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Button } from 'react-aria-components';
import type { Held, PlaceRow } from '../../api/types';
import { useMay } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Interval, IntervalBar } from '../../parts/Estimate';
import { Facts, ListTable, Notes, wordsOf } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { Why } from '../../parts/Why';
import { RegionWhy } from '../dashboard/RegionWhy';
import { usePlace } from './data';
import { Reveal } from './Reveal';

function Expected({ place, held }: { place: PlaceRow; held: Held | undefined }) {
  const { t } = useT();
  if (place.mean != null && place.lower95 != null && place.upper95 != null)
    return <p><span className="strong">{t('people_here')}: <Interval lower={place.lower95} upper={place.upper95} mid={place.mean} /></span> <IntervalBar lower={place.lower95} upper={place.upper95} mid={place.mean} max={place.upper95 * 1.15} />
      {' '}<Why title={place.name ?? place.id}><p>{t('place_why_sum')}</p><p>{t('place_why_wider')}{held && <> {held.label}: <Interval lower={held.lower95} upper={held.upper95} mid={held.mean} /></>}</p><p>{t('place_why_change')}</p></Why></p>;
  if (place.side === 'ours') return <p className="muted">{t('people_ours')}</p>;
  if (!held) return <p className="muted">{t('places_people_none')}</p>;
  return <p>{t('people_region', { r: held.label })}: <Interval lower={held.lower95} upper={held.upper95} mid={held.mean} /> <IntervalBar lower={held.lower95} upper={held.upper95} mid={held.mean} max={held.upper95 * 1.15} /> <RegionWhy held={held} />
    <span className="muted block">{t('people_not_by_place')}</span></p>;
}

export function PlaceSheet({ place, held, at, close }: { place: PlaceRow; held: Held | undefined; at: string; close: () => void }) {
  const { t, day } = useT();
  const check = useMay('CHECK');
  const head = useRef<HTMLHeadingElement>(null);
  const query = usePlace(place.id, at);
  useEffect(() => { head.current?.scrollIntoView({ block: 'nearest' }); }, [place.id]);
  return (
    <section className="panel stack" aria-labelledby="h-place">
      <div className="panel-head"><h2 id="h-place" ref={head} tabIndex={-1}>{place.name ?? place.id}</h2><Button className="button small" onPress={close}>{t('close')} <kbd aria-hidden="true">Esc</kbd></Button></div>
      <Loaded query={query}>{sheet => <>
        {wordsOf(sheet, 'notified') === null && place.side !== 'ours' && <p><span className="chip ochre">{t('not_notified')}</span></p>}
        {place.side !== 'ours' && <p><span className={place.access === 'visited' ? 'chip' : 'chip ochre'}>{t(`access_${place.access ?? 'none'}` as Key, { d: day(place.visited) })}</span></p>}
        <Expected place={place} held={held} />
        <Facts sheet={sheet} skip={['name', 'position', 'id']} />
        {sheet.lists.filter(list => list.rows.length > 0 || list.empty).map(list => <section key={list.key} className="stack"><h3>{list.heading}</h3>
          <ListTable list={list} link={(key, row) => (list.key === 'findings' && key === 'id' && check && row.id ? <Link href={`/findings/${encodeURIComponent(row.id)}`} className="mono">{row.id}</Link> : undefined)} /></section>)}
        <Reveal id={place.id} />
        <Notes notes={sheet.notes} />
      </>}</Loaded>
    </section>
  );
}
