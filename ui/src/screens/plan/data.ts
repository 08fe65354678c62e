import { useEffect, useState } from 'react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import type { Cell, Job, Plan, PlanQuestion, RestsOn, Sides } from '../../api/types';

export const levels = [0.5, 0.8, 0.9, 0.95];
export const steps = [10, 20, 30, 40, 50, 60, 80, 100];

type Kind = 'plan' | 'require' | 'evaluate' | 'swap';
const begin = (kind: Kind, body: PlanQuestion) =>
  kind === 'plan' ? ask(api.POST('/plan', { body })) : kind === 'swap' ? ask(api.POST('/plan/swap', { body })) : kind === 'require' ? ask(api.POST('/plan/require', { body })) : ask(api.POST('/plan/evaluate', { body }));

export interface Run { start: (question: PlanQuestion) => void; job: Job | undefined; result: Plan | Evaluation | Swapped | undefined; error: unknown; running: boolean; cancel: () => void }
export interface Evaluation extends Cell {
  broken?: string[]; tranches?: { given: number; returned: number; exposure: number }[]; possible?: boolean; least_exposure?: number; expected_home?: number; labels?: Record<string, string>; rests_on?: RestsOn; evaluated?: boolean;
  shares?: { groups: { group: string; home: number; returned: number; available: number; share: number }[]; least: number; greatest: number };
}
/** A package before and after a change; without `change` one of them has no value (whoever the law keeps out of packages). */
export interface Swapped {
  before: Evaluation; after: Evaluation; possible?: boolean;
  change?: { given: number; returned: number; points: number; probability: number; home: number; sure95: number; sure95_shock: number; least_share: number; surplus: Record<string, number> };
}
export const packageOf = (cell: Cell): Sides => ({ given: cell.compose?.given ?? {}, returned: cell.compose?.returned ?? {} });

/** A long question is a job of the server: it is asked for every half second and can be cancelled. */
export function useJob(kind: Kind): Run {
  const [id, setId] = useState<string | null>(null);
  const start = useMutation({ mutationFn: (question: PlanQuestion) => begin(kind, question), onSuccess: job => setId(job.id) });
  const job = useQuery({
    queryKey: ['job', id], enabled: id !== null, gcTime: 0, staleTime: Infinity,
    queryFn: ({ signal }) => ask(api.GET('/jobs/{id}', { params: { path: { id: id! } }, signal })),
    refetchInterval: query => (query.state.data && ['done', 'failed', 'cancelled'].includes(query.state.data.state) ? false : 500),
  });
  useEffect(() => () => { if (id) void ask(api.DELETE('/jobs/{id}', { params: { path: { id } } })).catch(() => undefined); }, [id]);
  const state = job.data?.state;
  const failed = state === 'failed' ? new Problem(job.data?.problem ?? { title: 'failed', status: 500 }) : null;
  return {
    start: start.mutate, job: job.data, error: start.error ?? job.error ?? failed,
    result: state === 'done' ? (job.data?.result as Plan | Evaluation | Swapped) : undefined,
    running: start.isPending || (id !== null && !job.error && (state === undefined || state === 'waiting' || state === 'running')),
    cancel: () => { if (id) void ask(api.DELETE('/jobs/{id}', { params: { path: { id } } })).catch(() => undefined).then(() => job.refetch()); },
  };
}
export { className } from './names';
