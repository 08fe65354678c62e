// Which part of the world is drawn: where the places are, or the country and its neighbours.
import { geoConicConformal, type GeoProjection } from 'd3-geo';
import type { Cell } from './data';

export interface View { k: number; x: number; y: number }
export const whole: View = { k: 1, x: 0, y: 0 };
export type Extent = 'places' | 'country';

const country: [number, number, number, number] = [21, 43, 48, 53.5];
/** West, south, east, north of what is to be seen, with some room. */
export function boundsOf(cells: readonly Cell[], extent: Extent): [number, number, number, number] {
  if (extent === 'country' || cells.length === 0) return country;
  const [lons, lats] = [cells.map(c => c.lon), cells.map(c => c.lat)];
  const [w, s, e, n] = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
  const room = Math.max(0.7, (e - w) * 0.08, (n - s) * 0.1);
  return [w - room, s - room, e + room, n + room];
}

export function projectionOf([w, s, e, n]: readonly [number, number, number, number], width: number, height: number): GeoProjection {
  const middle = (s + n) / 2;
  const corners = { type: 'MultiPoint' as const, coordinates: [[w, s], [w, n], [e, s], [e, n], [(w + e) / 2, s], [(w + e) / 2, n]] };
  return geoConicConformal().parallels([middle - Math.min(6, Math.abs(n - s) / 4) - .1, middle + Math.min(6, Math.abs(n - s) / 4) + .1]).rotate([-(w + e) / 2, 0])
    .fitExtent([[24, 24], [width - 24, height - 24]], corners).clipExtent([[-width, -height], [2 * width, 2 * height]]).precision(.5);
}

export function zoomed(view: View, factor: number, width: number, height: number): View {
  const k = Math.max(1, Math.min(16, view.k * factor));
  const g = k / view.k;
  return { k, x: width / 2 - (width / 2 - view.x) * g, y: height / 2 - (height / 2 - view.y) * g };
}
/** So that a place stands in the middle. */
export function centred(view: View, [x, y]: [number, number], width: number, height: number): View {
  return { ...view, x: width / 2 - x * view.k, y: height / 2 - y * view.k };
}
