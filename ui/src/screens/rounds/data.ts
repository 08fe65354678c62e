import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut, RoundAct, RoundRow } from '../../api/types';
import { listOf, rowsOf, type Row } from '../../parts/Sheet';

export const useRounds = () => useQuery({
  queryKey: ['rounds'], queryFn: async ({ signal }) => (await ask(api.GET('/rounds', { signal }))).rounds,
});
export const useBalance = () => useQuery({
  queryKey: ['rounds', 'balance'],
  queryFn: async ({ signal }) => {
    const [sheet, plain] = await Promise.all([
      ask(api.GET('/rounds/balance', { params: { query: { form: 'sheet' } }, signal })), ask(api.GET('/rounds/balance', { params: { query: {} }, signal }))]);
    return { sheet: sheet.sheet!, plain: (plain as unknown as { balance: Plain }).balance };
  },
});

/** Codes as the program keeps them ("out", "returned"); the sheet has the same rows in words. */
export type Plain = Record<string, Record<string, string | number | null>[]>;
export interface RoundSheet { row: RoundRow | undefined; sheet: LaidOut; plain: Plain }
const both = async (laid: Promise<{ sheet?: LaidOut; rounds?: RoundRow[] }>, plain: Promise<unknown>, kind: string): Promise<RoundSheet> => {
  const [a, b] = await Promise.all([laid, plain]);
  return { row: a.rounds?.[0], sheet: a.sheet!, plain: (b as Record<string, Plain>)[kind] ?? {} };
};
export const useRound = (id: string) => useQuery({
  queryKey: ['rounds', id],
  queryFn: ({ signal }) => both(ask(api.GET('/rounds/{id}', { params: { path: { id }, query: { form: 'sheet' } }, signal })), ask(api.GET('/rounds/{id}', { params: { path: { id }, query: {} }, signal })), 'round'),
});
export const useReconciliation = (id: string) => useQuery({
  queryKey: ['rounds', id, 'reconcile'],
  queryFn: ({ signal }) => both(ask(api.GET('/rounds/{id}/reconcile', { params: { path: { id }, query: { form: 'sheet' } }, signal })),
    ask(api.GET('/rounds/{id}/reconcile', { params: { path: { id }, query: {} }, signal })), 'reconciliation'),
});
export const useLines = (id: string, list: string) => useQuery({
  queryKey: ['rounds', id, 'names', list],
  queryFn: ({ signal }) => both(ask(api.GET('/rounds/{id}/names', { params: { path: { id }, query: { form: 'sheet', ...(list ? { list } : {}) } }, signal })),
    ask(api.GET('/rounds/{id}/names', { params: { path: { id }, query: list ? { list } : {} }, signal })), 'names'),
});
export const useDifference = (id: string, from: string, to: string) => useQuery({
  queryKey: ['rounds', id, 'difference', from, to],
  queryFn: ({ signal }) => both(ask(api.GET('/rounds/{id}/difference', { params: { path: { id }, query: { form: 'sheet', from, to } }, signal })),
    ask(api.GET('/rounds/{id}/difference', { params: { path: { id }, query: { from, to } }, signal })), 'difference'),
});
export const useParties = () => useQuery({ queryKey: ['parties'], staleTime: Infinity, queryFn: ({ signal }) => ask(api.GET('/parties', { signal })) });

export interface Pair { words: Row; code: Record<string, string | number | null> }
/** The rows of a list in words, each with its codes. */
export function pairs(of: RoundSheet, key: string): Pair[] {
  const codes = of.plain[key];
  return rowsOf(listOf(of.sheet, key)).map((words, i) => ({ words, code: codes?.[i] ?? {} }));
}

export function useSend() {
  const client = useQueryClient();
  return {
    send: (body: RoundAct) => ask(api.POST('/rounds', { body })),
    done: () => { void client.invalidateQueries({ queryKey: ['rounds'] }); void client.invalidateQueries({ queryKey: ['pending'] }); },
  };
}
