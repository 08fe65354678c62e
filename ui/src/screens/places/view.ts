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

export interface Asked { name: string; at: [number, number]; width: number }
const LINE = 15;
/** Labels over their places, moved up or down in lines until none lies on another; those of the north first. */
export function apart(labels: readonly Asked[], width: number): { name: string; x: number; y: number }[] {
  const placed: { name: string; x: number; y: number; half: number }[] = [];
  for (const { name, at, width: wide } of [...labels].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0])) {
    const half = wide / 2;
    const x = Math.max(half + 2, Math.min(width - half - 2, at[0]));
    const free = (y: number) => placed.every(one => Math.abs(one.y - y) >= LINE || Math.abs(one.x - x) >= one.half + half);
    let y = at[1] - 26;
    for (let step = 1; !free(y) && step < 40; step++) y = at[1] - 26 + (step % 2 ? -1 : 1) * Math.ceil(step / 2) * LINE;
    placed.push({ name, x, y, half });
  }
  return placed.map(({ name, x, y }) => ({ name, x, y }));
}

/** The last day of the month so many months before a day. */
export function monthsBefore(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - months, 0)).toISOString().slice(0, 10);
}
