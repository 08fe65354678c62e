import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';

export interface Inquiry {
  id: string; state: string; person: string | null; name: string | null; born: string | null; relation: string | null; relative: string | null;
  authorised: boolean; conflict: boolean; opened: string | null; last: string | null; told: string | null; next: string | null; due: string | null;
}
export interface InquiryRow { id: string; person: string | null; relation: string | null; authorised: boolean; conflict: boolean; last: string | null; next: string | null; due: string | null; state: string }

const form = { form: 'sheet' } as const;
export const useInquiries = (due: boolean) => useQuery({
  queryKey: ['inquiries', due],
  queryFn: async ({ signal }) => {
    const answer = await ask(api.GET('/inquiries', { params: { query: due ? { due: '1' } : {} }, signal }));
    const sheet = answer.inquiries as unknown as { due: number; inquiries: InquiryRow[]; notes?: string[] };
    return { due: sheet.due, rows: sheet.inquiries, notes: sheet.notes ?? [] };
  },
});
export const useInquiry = (id: string) => useQuery({
  queryKey: ['inquiries', 'one', id], gcTime: 60_000,
  queryFn: async ({ signal }) => {
    const path = { id };
    const [raw, laid] = await Promise.all([ask(api.GET('/inquiries/{id}', { params: { path }, signal })), ask(api.GET('/inquiries/{id}', { params: { path, query: form }, signal }))]);
    return { it: raw.inquiry as unknown as Inquiry, sheet: laid.sheet as LaidOut };
  },
});
const sheetOf = async (answer: Promise<{ sheet?: LaidOut }>) => (await answer).sheet!;
export const useReply = (id: string, on: boolean) => useQuery({
  queryKey: ['inquiries', 'reply', id], enabled: on, gcTime: 0,
  queryFn: ({ signal }) => sheetOf(ask(api.GET('/inquiries/{id}/reply', { params: { path: { id }, query: form }, signal }))),
});
export const useExtract = (id: string) => useQuery({
  queryKey: ['inquiries', 'extract', id], gcTime: 0,
  queryFn: ({ signal }) => sheetOf(ask(api.GET('/inquiries/{id}/extract', { params: { path: { id }, query: form }, signal }))),
});
export const useDebriefs = () => useQuery({ queryKey: ['debriefs'], queryFn: ({ signal }) => sheetOf(ask(api.GET('/debriefs', { params: { query: form }, signal }))) });
export const useDebrief = (id: string) => useQuery({
  queryKey: ['debriefs', id], gcTime: 60_000,
  queryFn: async ({ signal }) => {
    const path = { id };
    const [raw, laid] = await Promise.all([ask(api.GET('/debriefs/{id}', { params: { path }, signal })), ask(api.GET('/debriefs/{id}', { params: { path, query: form }, signal }))]);
    return { it: raw.debrief as unknown as { id: string; person: string | null; ask: boolean | null; consents: { use: string; given: boolean }[] }, sheet: laid.sheet as LaidOut };
  },
});
export const usePaperForm = () => useQuery({ queryKey: ['debriefs', 'form'], queryFn: ({ signal }) => sheetOf(ask(api.GET('/debrief/form', { params: { query: form }, signal }))) });
export const useTransmissions = (due: boolean) => useQuery({
  queryKey: ['transmissions', due], queryFn: ({ signal }) => sheetOf(ask(api.GET('/transmissions', { params: { query: { ...form, ...(due ? { due: '1' as const } : {}) } }, signal }))),
});
export const useRemains = () => useQuery({ queryKey: ['remains'], queryFn: ({ signal }) => sheetOf(ask(api.GET('/remains', { params: { query: form }, signal }))) });
export const useBody = (id: string) => useQuery({
  queryKey: ['remains', id], gcTime: 60_000, queryFn: ({ signal }) => sheetOf(ask(api.GET('/remains/{id}', { params: { path: { id }, query: form }, signal }))),
});
export const useUses = () => useQuery({ queryKey: ['uses'], queryFn: ({ signal }) => sheetOf(ask(api.GET('/uses', { params: { query: form }, signal }))) });
export const useConsent = (person: string) => useQuery({
  queryKey: ['consent', person], enabled: person !== '', gcTime: 60_000,
  queryFn: ({ signal }) => sheetOf(ask(api.GET('/person/{id}/consent', { params: { path: { id: person }, query: form }, signal }))),
});
export const useExtracts = (on: boolean) => useQuery({ queryKey: ['extracts'], enabled: on, queryFn: ({ signal }) => sheetOf(ask(api.GET('/extracts', { params: { query: form }, signal }))) });
export const useWithheld = () => useQuery({ queryKey: ['withheld'], queryFn: ({ signal }) => sheetOf(ask(api.GET('/withheld', { params: { query: form }, signal }))) });
/** The uses that a person who returned is asked about, each apart. */
export const uses = ['tracing', 'family_reply', 'finding', 'statistics', 'publication', 'prosecution', 'intelligence'] as const;
export type Use = (typeof uses)[number];
