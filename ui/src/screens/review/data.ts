import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';

export const useQueue = () => useQuery({
  queryKey: ['review'], queryFn: ({ signal }) => ask(api.GET('/review', { params: { query: { offset: 0, limit: 100 } }, signal })),
});

export const pairQuery = (left: string, right: string) => queryOptions({
  queryKey: ['review', left, right], gcTime: 120_000,
  queryFn: ({ signal }) => ask(api.GET('/review/{left}/{right}', { params: { path: { left, right } }, signal })),
});

export type Verdict = 'accept' | 'reject' | 'unsure' | 'undo';
