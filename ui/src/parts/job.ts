// Long work of the server: asked about until it has ended.
import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/http';
import type { Job } from '../api/types';

export const hasEnded = (job: Pick<Job, 'state'> | undefined) => job !== undefined && ['done', 'failed', 'cancelled'].includes(job.state);
export const useJob = (id: string | null, every = 500) => useQuery({
  queryKey: ['job', id], enabled: id !== null, gcTime: 0, staleTime: 0,
  queryFn: ({ signal }) => ask(api.GET('/jobs/{id}', { params: { path: { id: id! } }, signal })),
  refetchInterval: query => (hasEnded(query.state.data) ? false : every),
});
export const cancelJob = (id: string) => ask(api.DELETE('/jobs/{id}', { params: { path: { id } } })).catch(() => undefined);
