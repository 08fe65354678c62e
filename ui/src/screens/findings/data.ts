import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Indication, LaidOut } from '../../api/types';

export const addressees = ['agency', 'protecting-power', 'power', 'authority'] as const;
export type Addressee = (typeof addressees)[number];

export interface LetterRow {
  addressee: string; language: string | null; state: string; drafted_by: string | null; asked_by: string | null; released_by: string | null;
  sent: string | null; due: string | null; answered: string | null; answer: string | null; sha256: string | null;
}
export interface Finding {
  id: string; rule: string; article: string; about: string; phase: string; outcome: string; severity: number; people: string | null;
  clock: string | null; deadline: string | null; own: boolean; exported: boolean; note: string | null; closed_reason: string | null;
  justification: string | null; title: string; duty: string | null; rebut: string | null; reply: string | null;
  facts: { fact: string; record: string | null; grade: string | null }[]; letters: LetterRow[];
  steps: { number: number; phase: string; when: string; by: string; letter: string | null; note: string | null }[];
}

export const useFindings = (alerts: boolean) => useQuery({
  queryKey: ['findings', alerts],
  queryFn: async ({ signal }) => (await ask(api.GET('/findings', { params: { query: { form: 'sheet', ...(alerts ? { alerts: '1' } : {}) } }, signal }))).sheet!,
});

/** The object (for what may be done) and the same laid out in words (for what is shown). */
export const useFinding = (id: string) => useQuery({
  queryKey: ['findings', 'one', id],
  queryFn: async ({ signal }) => {
    const path = { id };
    const [raw, laid] = await Promise.all([
      ask(api.GET('/findings/{id}', { params: { path }, signal })), ask(api.GET('/findings/{id}', { params: { path, query: { form: 'sheet' } }, signal })),
    ]);
    return { it: raw.finding as unknown as Finding, sheet: laid.sheet as LaidOut };
  },
});

export const useCheck = (own: boolean) => useQuery({
  queryKey: ['check', own],
  queryFn: async ({ signal }) => (await ask(api.GET('/check', { params: { query: own ? { own: '1' } : {} }, signal }))).indications as Indication[],
});

/** In the language in which it was drafted, whatever that of the page is. */
export const useLetter = (id: string, to: Addressee, language: string) => useQuery({
  queryKey: ['findings', 'letter', id, to, language],
  queryFn: ({ signal }) => ask(api.GET('/findings/{id}/letter', { params: { path: { id }, query: { to } }, headers: { 'accept-language': language }, signal })),
});
