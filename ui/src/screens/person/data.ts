import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';

const path = (id: string) => ({ path: { id } });

/** The sheet of a person: every asking for it is written down as a view, so that all parts of the page share one answer. */
export const usePerson = (id: string) => useQuery({
  queryKey: ['person', id], gcTime: 60_000,
  queryFn: async ({ signal }) => (await ask(api.GET('/person/{id}', { params: { ...path(id), query: { form: 'sheet' } }, signal }))).sheet!,
});
export const useWhere = (id: string, at?: string, on = true) => useQuery({
  queryKey: ['person', id, 'where', at ?? ''], gcTime: 60_000, enabled: on,
  queryFn: async ({ signal }) => {
    const answer = await ask(api.GET('/person/{id}/where', { params: { ...path(id), query: at ? { at } : {} }, signal }));
    const where = answer.persons[0];
    return where ? { where, labels: answer.labels ?? {} } : null;
  },
});
export const useCustody = (id: string) => useQuery({
  queryKey: ['person', id, 'custody'], gcTime: 60_000,
  queryFn: async ({ signal }) => (await ask(api.GET('/person/{id}/custody', { params: { ...path(id), query: { form: 'sheet' } }, signal }))).sheet!,
});
export const useLog = (id: string) => useQuery({
  queryKey: ['person', id, 'log'], gcTime: 30_000,
  queryFn: async ({ signal }) => (await ask(api.GET('/person/{id}/log', { params: path(id), signal }))) as { sheet?: LaidOut } & Record<string, unknown>,
});
