import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { ImportAnswer, Job } from '../../api/types';
import { hasEnded } from '../../parts/job';

export const useKinds = () => useQuery({ queryKey: ['import', 'kinds'], staleTime: Infinity, queryFn: async ({ signal }) => (await ask(api.GET('/import/kinds', { signal }))).kinds });
export const useBatches = () => useQuery({ queryKey: ['import'], queryFn: async ({ signal }) => (await ask(api.GET('/import', { signal }))).batches });

export interface Sending { kind: string; file: File; /** read in this way and sent as UTF-8; else it goes as it lies */ encoding?: string | undefined; map: Record<string, string>; source: string; dry: boolean; good: boolean }
/** The file goes as it lies; the program finds out how its letters are written. */
export async function sendFile({ kind, file, encoding, map, source, dry, good }: Sending, signal?: AbortSignal): Promise<Job> {
  const pairs = Object.entries(map).map(([theirs, ours]) => `${theirs}=${ours}`).join(';');
  const query = { kind, name: file.name, job: '1' as const, ...(source ? { source } : {}), ...(dry ? { dry: '1' as const } : {}), ...(good ? { good: '1' as const } : {}), ...(pairs ? { map: pairs } : {}) };
  return ask(api.POST('/import', {
    params: { query }, body: (encoding ? new TextDecoder(encoding).decode(await file.arrayBuffer()) : file) as unknown as string, bodySerializer: body => body as unknown as string,
    headers: { 'content-type': /\.(jsonl|ndjson)$/i.test(file.name) ? 'application/x-ndjson' : 'text/csv' }, ...(signal ? { signal } : {}),
  })) as Promise<unknown> as Promise<Job>;
}

export interface FileAnswer {
  file: string; kind: string; batch: string | null; encoding: string | null; separator?: string | null; rows: number; new: number; same: number; changed: number;
  possible_duplicate: number; refused: number; unknown_columns: string[]; refusals: string[]; possible_duplicates: string[]; notes: string[];
}
export const fileOf = (answer: ImportAnswer) => (answer.files?.[0] ?? {}) as unknown as FileAnswer;

/** Imports of one's own, also of a page that was closed meanwhile. */
export const useImportJobs = () => useQuery({
  queryKey: ['jobs'], staleTime: 0,
  queryFn: async ({ signal }) => (await ask(api.GET('/jobs', { signal }))).jobs.filter(job => job.kind.startsWith('import')),
  refetchInterval: query => (query.state.data?.some(job => !hasEnded(job)) ? 1000 : false),
});
export const answerOf = (job: Job | undefined) => (job?.state === 'done' ? (job.result as ImportAnswer) : undefined);
