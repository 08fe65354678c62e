import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';

export const useItems = () => useQuery({
  queryKey: ['evidence'], queryFn: async ({ signal }) => (await ask(api.GET('/evidence', { params: { query: { form: 'sheet' } }, signal }))).sheet!,
});
/** Their states as the program keeps them, in the order of the list. */
export const useBundleStates = () => useQuery({
  queryKey: ['evidence', ' states'],
  queryFn: async ({ signal }) => ((await ask(api.GET('/evidence', { params: { query: {} }, signal }))) as unknown as { evidence: { bundles?: { state: string }[] } }).evidence.bundles?.map(one => one.state) ?? [],
});
export const useItem = (id: string) => useQuery({
  queryKey: ['evidence', id], gcTime: 60_000,
  queryFn: async ({ signal }) => {
    const [laid, plain] = await Promise.all([
      ask(api.GET('/evidence/{id}', { params: { path: { id }, query: { form: 'sheet' } }, signal })), ask(api.GET('/evidence/{id}', { params: { path: { id }, query: {} }, signal }))]);
    return { sheet: laid.sheet!, plain: (plain as unknown as { evidence: Item }).evidence };
  },
});
/** Codes as the program keeps them. */
export interface Item { kind: string | null; graphic: boolean | null; identifiable: boolean | null; file: string | null; kept_as?: string | null; forged?: boolean }

/** What the last check of this page found; the files themselves are the truth, so it is of a moment. */
export interface Checked { at: string; differing: number; missing: number; sheet: LaidOut }
export const useChecked = () => useQuery<Checked | null>({ queryKey: ['evidence check'], queryFn: () => null, enabled: false, initialData: null, gcTime: Infinity, staleTime: Infinity });
export const useKeepChecked = () => {
  const client = useQueryClient();
  return (found: Checked) => client.setQueryData(['evidence check'], found);
};

export async function fetchFile(id: string, purpose: string): Promise<Blob> {
  return ask(api.POST('/evidence/{id}/file', { params: { path: { id } }, body: { purpose }, parseAs: 'blob' })) as unknown as Promise<Blob>;
}

export interface Asking { items: string[]; to: string; purpose: string; order?: string }
/** The bundle as a file, or null while it waits for a second person. */
export async function askBundle(body: Asking): Promise<Blob | null> {
  const answer = await ask(api.POST('/evidence/bundle', { body, parseAs: 'blob' })) as unknown as Blob;
  return answer.type.startsWith('application/json') ? null : answer;
}
