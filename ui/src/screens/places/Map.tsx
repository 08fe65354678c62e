// Places on the outlines of countries, rounded to the district.  Signs, never heat: a disc for the least, a ring for the most
// people expected; a triangle where an indication about protection stands.  The list beside it says the same in words.
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Button } from 'react-aria-components';
import { geoGraticule, geoPath } from 'd3-geo';
import { scaleSqrt } from 'd3-scale';
import { feature, mesh } from 'topojson-client';
import { useSession } from '../../app/session';
import { useT } from '../../i18n';
import { useSize } from '../../parts/useSize';
import { cellsOf, closed, unofficial, useBase, verified, type Cell } from './data';
import type { PlaceRow } from '../../api/types';
import { cities, countries, type MapName } from './names';
import { apart, boundsOf, projectionOf, whole, zoomed, type Extent, type View } from './view';

const radius = scaleSqrt([0, 400], [4, 15]).clamp(true);
const upperOf = (cell: Cell) => (cell.places.some(p => p.upper95 != null) ? radius(cell.places.reduce((sum, p) => sum + (p.upper95 ?? 0), 0)) : 8);
const lowerOf = (cell: Cell) => (cell.places.some(p => p.lower95 != null) ? radius(cell.places.reduce((sum, p) => sum + (p.lower95 ?? 0), 0)) - 2.5 : 2.5);

interface Drawn { land: { n: string; d: string }[]; borders: string; lines: string }
const Ground = memo(function Ground({ drawn, width }: { drawn: Drawn; width: number }) {
  return <g aria-hidden="true"><path d={drawn.lines} className="graticule" vectorEffect="non-scaling-stroke" strokeWidth={Math.min(1, width)} />
    {drawn.land.map(land => <path key={land.n} d={land.d} className={land.n === 'Ukraine' ? 'land home' : 'land'} />)}
    <path d={drawn.borders} className="border" vectorEffect="non-scaling-stroke" /></g>;
});

function Label({ name, at: [x, y], country }: { name: string; at: [number, number]; country: boolean }) {
  return country ? <text x={x} y={y} className="country" fontSize="12" strokeWidth="3">{name}</text>
    : <g><circle cx={x} cy={y} r="2" className="city" /><text x={x + 5} y={y - 4} fontSize="11.5" strokeWidth="3">{name}</text></g>;
}

function Sign({ cell, at, chosen, choose }: { cell: Cell; at: [number, number]; chosen: boolean; choose: (id: string) => void }) {
  const [r, inner] = [upperOf(cell), lowerOf(cell)];
  const flagged = cell.places.filter(p => (p.indications ?? 0) > 0);
  const beside = cell.places.some(p => (p.objects ?? 0) > 0);
  const classes = ['spot', cell.places.every(unofficial) ? 'unofficial' : '', chosen ? 'chosen' : '', cell.places.every(p => p.side === 'ours') ? 'home' : ''].filter(Boolean).join(' ');
  return (
    <g transform={`translate(${at[0]},${at[1]})`} className={classes} onClick={() => choose(cell.places[0]!.id)}>
      <circle r={Math.max(13, r)} className="hit" /><circle r={r} className="upper" />{cell.places.some(closed) && <circle r={r} className="no-access" fill="url(#no-access)" />}<circle r={Math.max(1.5, inner)} className="lower" />
      {cell.places.length > 1 && <text x={r + 3} y="5" className="many" fontSize="12" strokeWidth="3">{cell.places.length}</text>}
      {beside && <rect x={-r - 7} y="-4" width="7" height="7" className="beside" />}
      {flagged.length > 0 && <path d="M0,-8 L7,5 L-7,5 Z" transform={`translate(${r * .8},${-r * .9})`} className={flagged.some(verified) ? 'flag known' : 'flag'} />}
    </g>
  );
}

export function PlaceMap({ places, chosen, choose, labels }: {
  places: readonly PlaceRow[]; chosen: string | undefined; choose: (id: string) => void; labels: ReadonlyMap<string, string>;
}) {
  const { t, lang } = useT();
  const { training } = useSession();
  const base = useBase();
  const [box, width] = useSize(700);
  const height = Math.round(Math.min(560, Math.max(320, width * .66)));
  const [extent, setExtent] = useState<Extent>('places');
  const [view, setView] = useState<View>(whole);
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<[number, number, number, number] | null>(null);
  const moved = useRef(false);
  const cells = useMemo(() => cellsOf(places), [places]);
  const projection = useMemo(() => projectionOf(boundsOf(cells, extent), width, height), [cells, extent, width, height]);
  const drawn = useMemo<Drawn | null>(() => {
    if (!base.data) return null;
    const path = geoPath(projection).digits(1);
    const all = feature(base.data, base.data.objects.countries);
    return {
      land: all.features.map(f => ({ n: f.properties.n, d: path(f) ?? '' })).filter(f => f.d),
      borders: path(mesh(base.data, base.data.objects.countries, (a, b) => a !== b)) ?? '', lines: path(geoGraticule().step([2, 2])()) ?? '',
    };
  }, [base.data, projection]);
  const screen = (at: [number, number]): [number, number] => {
    const [x, y] = projection(at) ?? [-999, -999];
    return [x * view.k + view.x, y * view.k + view.y];
  };
  const visible = ([x, y]: [number, number]) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
  const zoom = (factor: number) => setView(old => zoomed(old, factor, width, height));
  const pan = (x: number, y: number) => setView(old => ({ ...old, x: old.x + x, y: old.y + y }));
  const show = (which: Extent) => { setExtent(which); setView(whole); };
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setView(old => zoomed(old, event.deltaY < 0 ? 1.2 : 1 / 1.2, width, height));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [width, height]);
  const keys = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
      '+': () => zoom(1.5), '=': () => zoom(1.5), '-': () => zoom(1 / 1.5), '0': () => setView(whole),
    };
    const act = acts[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); act(); }
  };
  const down = (event: PointerEvent) => { drag.current = [event.clientX, event.clientY, view.x, view.y]; moved.current = false; };
  const move = (event: PointerEvent) => {
    const from = drag.current;
    if (!from || !svg.current) return;
    const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
    // Capturing at once would take the click away from the signs.
    if (Math.abs(dx) + Math.abs(dy) < 5 && !moved.current) return;
    if (!moved.current) { moved.current = true; svg.current.setPointerCapture(event.pointerId); }
    setView(old => ({ ...old, x: from[2] + dx, y: from[3] + dy }));
  };
  const names = (list: MapName[], country: boolean) => list.filter(name => view.k >= name.from && visible(screen(name.at)))
    .map(name => <Label key={name.en} name={name[lang]} at={screen(name.at)} country={country} />);
  const regions = useMemo(() => {
    const sums = new Map<string, [number, number, number]>();
    for (const cell of cells) {
      const region = cell.places[0]!.region_label ?? cell.places[0]!.region ?? '';
      const [lon, lat, n] = sums.get(region) ?? [0, -90, 0];
      sums.set(region, [lon + cell.lon, Math.max(lat, cell.lat), n + 1]);
    }
    return [...sums].map(([name, [lon, lat, n]]) => ({ name, at: [lon / n, lat] as [number, number] }));
  }, [cells]);
  const sameCell = (cell: Cell) => cell.places.findIndex(p => p.id === chosen);
  return (
    <div ref={box} className="map-box">
      <div className="map-tools row" role="group" aria-label={t('map_tools')}>
        <Button className="button small" aria-label={t('zoom_in')} onPress={() => zoom(1.5)}>+</Button>
        <Button className="button small" aria-label={t('zoom_out')} onPress={() => zoom(1 / 1.5)}>−</Button>
        <Button className="button small" aria-label={t('pan_left')} onPress={() => pan(80, 0)}>←</Button>
        <Button className="button small" aria-label={t('pan_right')} onPress={() => pan(-80, 0)}>→</Button>
        <Button className="button small" aria-label={t('pan_up')} onPress={() => pan(0, 80)}>↑</Button>
        <Button className="button small" aria-label={t('pan_down')} onPress={() => pan(0, -80)}>↓</Button>
        <Button className="button small" onPress={() => show('places')}>{t('show_places')}</Button>
        <Button className="button small" onPress={() => show('country')}>{t('show_country')}</Button>
      </div>
      <div role="group" tabIndex={0} aria-label={t('map_of_places', { n: places.length })} onKeyDown={keys}>
        <svg ref={svg} className="map" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('map_in_words')}
          onPointerDown={down} onPointerMove={move} onPointerUp={() => { drag.current = null; }} onPointerLeave={() => { drag.current = null; }}>
          <defs><pattern id="no-access" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" x2="0" y1="0" y2="5" className="hatch" /></pattern></defs>
          <rect width={width} height={height} className="sea" />
          {drawn && <g transform={`translate(${view.x},${view.y}) scale(${view.k})`}><Ground drawn={drawn} width={1} /></g>}
          {names(countries, true)}{names(cities, false)}
          {apart(regions.map(region => ({ name: region.name, at: [screen(region.at)[0], screen(region.at)[1] - 14] as [number, number], width: 7 * `${region.name} ${labels.get(region.name) ?? ''}`.length })).filter(one => visible(one.at)), width).map(one => (
            <text key={one.name} x={one.x} y={one.y} className="region" fontSize="12" strokeWidth="3">{one.name}{labels.get(one.name) && <tspan className="region-n"> {labels.get(one.name)}</tspan>}</text>))}
          {cells.map(cell => {
            const at = screen([cell.lon, cell.lat]);
            const here = sameCell(cell);
            return visible(at) && <Sign key={cell.key} cell={cell} at={at} chosen={here >= 0}
              choose={() => { if (!moved.current) choose(cell.places[(here + 1) % cell.places.length]!.id); }} />;
          })}
        </svg>
      </div>
      {base.error ? <p className="muted">{t('base_missing')}</p> : null}
      {training && extent === 'places' && <p className="muted">{t('lattice')}</p>}
      <p className="muted">{t('borders')}</p>
    </div>
  );
}
