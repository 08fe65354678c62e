import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';

export interface Statement {
  id: string; speaker: string; party: string | null; when: string | null; channel: string | null; kind: string; words: string; language: string | null;
  translation: string | null; may_be_published: boolean; verdict: string; why: string | null; for: number; against: number; holder: string | null;
  article: string | null; threatens: boolean | null; places?: string | null; objects?: string | null; touches?: string | null; reply: string | null;
  evidence: { bears: string; id: string; kind: string; happened: string | null; title: string }[];
  indications: { rule: string; article: string; outcome: string; state: string; title: string }[];
  replies: Record<string, unknown>[];
}

export const useStatements = () => useQuery({ queryKey: ['statements'], queryFn: async ({ signal }) => (await ask(api.GET('/statements', { signal }))).statements });

export const useStatement = (id: string) => useQuery({
  queryKey: ['statements', id],
  queryFn: async ({ signal }) => {
    const path = { id };
    const [raw, laid] = await Promise.all([
      ask(api.GET('/statements/{id}', { params: { path }, signal })), ask(api.GET('/statements/{id}', { params: { path, query: { form: 'sheet' } }, signal })),
    ]);
    return { it: raw.statement as unknown as Statement, sheet: laid.sheet as LaidOut };
  },
});

export const verdicts = ['contradicted', 'unsupported', 'not verifiable', 'consistent'] as const;
export const markOf: Record<string, string> = { contradicted: '≠', unsupported: '−', 'not verifiable': '?', consistent: '=' };
