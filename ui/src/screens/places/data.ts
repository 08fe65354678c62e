import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Held, PlaceRow } from '../../api/types';
import baseUrl from '../../../generated/base.json?url';
import type { Topology, GeometryCollection } from 'topojson-specification';

export type Base = Topology<{ countries: GeometryCollection<{ n: string }> }>;

const on = (at: string) => (at ? { at } : {});
/** `at`: what was known on a day; empty: today. */
export const usePlaces = (at: string) => useQuery({
  queryKey: ['places', ' of', at], queryFn: ({ signal }) => ask(api.GET('/places', { params: { query: on(at) }, signal })), placeholderData: keepPreviousData,
  refetchInterval: query => (query.state.data?.estimating ? 2000 : false),
});
/** Who is thought to be in a region. */
export const useTotals = (may: boolean, at: string) => useQuery({
  queryKey: ['locate', at], enabled: may, staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => (await ask(api.GET('/locate', { params: { query: on(at) }, signal }))).held as unknown as Held[],
});
export const usePlace = (id: string, at: string) => useQuery({
  queryKey: ['places', id, at], gcTime: 60_000,
  queryFn: async ({ signal }) => (await ask(api.GET('/places/{id}', { params: { path: { id }, query: { form: 'sheet', ...on(at) } }, signal }))).sheet!,
});
/** The outlines of countries; a file of the page itself, nothing is asked of any other host. */
export const useBase = () => useQuery({
  queryKey: ['base map'], staleTime: Infinity, gcTime: Infinity, queryFn: async ({ signal }) => (await (await fetch(baseUrl, { signal })).json()) as Base,
});

export interface Filter { side: string; region: string; flagged: boolean }
export const shown = (places: readonly PlaceRow[], filter: Filter): PlaceRow[] => places.filter(place =>
  (filter.side === '' || (place.side ?? 'theirs') === filter.side) && (filter.region === '' || place.region === filter.region)
  && (!filter.flagged || (place.indications ?? 0) > 0 || (place.objects ?? 0) > 0));

/** Places that the district cannot tell apart stand under one sign. */
export interface Cell { key: string; lat: number; lon: number; places: PlaceRow[] }
export function cellsOf(places: readonly PlaceRow[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const place of places) {
    if (place.lat === null || place.lat === undefined || place.lon === null || place.lon === undefined) continue;
    const key = `${place.lat},${place.lon}`;
    const cell = cells.get(key) ?? { key, lat: place.lat, lon: place.lon, places: [] };
    cell.places.push(place);
    cells.set(key, cell);
  }
  return [...cells.values()];
}
/** "A" and "B" and "C" are verified enough to draw the warning full. */
export const verified = (place: PlaceRow) => /^[ABC]/.test(place.grade ?? '');
export const unofficial = (place: PlaceRow) => place.notified !== true;
/** A place of others into which nobody from outside was let. */
export const closed = (place: PlaceRow) => place.side !== 'ours' && place.access !== 'visited';
