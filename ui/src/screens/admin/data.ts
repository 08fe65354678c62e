import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';

export const useUsers = () => useQuery({ queryKey: ['users'], queryFn: ({ signal }) => ask(api.GET('/users', { signal })) });
export const useGrants = (on: boolean) => useQuery({
  queryKey: ['grants'], enabled: on, queryFn: async ({ signal }) => (await ask(api.GET('/grants', { params: { query: { form: 'sheet' } }, signal }))).sheet!,
});
export interface Setting { name: string; value: string; from: string; about: string }
export const useSettings = () => useQuery({ queryKey: ['settings'], queryFn: async ({ signal }) => (await ask(api.GET('/settings', { signal }))).settings as Setting[] });
export const useStatus = () => useQuery({ queryKey: ['status'], queryFn: async ({ signal }) => (await ask(api.GET('/status', { signal }))) as Record<string, unknown> });
export const WINDOW = 100;
export interface LedgerFilter { offset: number; actor: string; act: string; subject: string }
export const useLedger = ({ offset, actor, act, subject }: LedgerFilter) => useQuery({
  queryKey: ['ledger', offset, actor, act, subject], placeholderData: keepPreviousData,
  queryFn: ({ signal }) => ask(api.GET('/ledger', { params: { query: { offset, limit: WINDOW, ...(actor ? { actor } : {}), ...(act ? { act } : {}), ...(subject ? { subject } : {}) } }, signal })),
});
export const useHolds = (on: boolean) => useQuery({
  queryKey: ['holds'], enabled: on, queryFn: async ({ signal }) => (await ask(api.GET('/holds', { params: { query: { form: 'sheet' } }, signal }))).sheet!,
});
export const useCopies = () => useQuery({ queryKey: ['backup'], queryFn: ({ signal }) => ask(api.GET('/backup', { signal })) });
export interface Verified { good: boolean; entries: number; rows: number; tables: number; files: number; files_missing: number; faults: number; head: string; root?: string; tree_heads?: string; first_fault?: string; faults_list?: string[] }
