// Drafts of debriefs.  They are in the memory of this page and nowhere else: nothing of them is written on the laptop, so that
// a laptop that is taken tells nothing.  They are gone when the page is closed; what has to outlast it goes on paper.
import { useSyncExternalStore } from 'react';
import { keep } from '../../app/unsaved';
import type { Use } from './data';

export interface Said {
  about: string; callsign: string; person: string; status: string; place: string; region: string; cell: string; from: string; date: string;
  certainty: string; known: '' | 'first_hand' | 'hearsay'; words: string;
}
export interface Sealed { compartment: string; words: string }
export interface Draft {
  key: number; id: string; person: string; source: string; date: string; language: string; asked_before: string; places: string; referral: string;
  ask: '' | 'yes' | 'no'; uses: Partial<Record<Use, 'yes' | 'no'>>; said: Said[]; sealed: Sealed[];
}

export const emptySaid = (): Said => ({ about: '', callsign: '', person: '', status: 'captive', place: '', region: '', cell: '', from: '', date: '', certainty: '', known: '', words: '' });
const emptyDraft = (key: number): Draft => ({ key, id: '', person: '', source: '', date: '', language: 'uk', asked_before: '', places: '', referral: '', ask: '', uses: {}, said: [], sealed: [] });

let drafts: readonly Draft[] = [];
let next = 1;
const listeners = new Set<() => void>();
const change = (to: readonly Draft[]) => { drafts = to; listeners.forEach(tell => tell()); };
export const useDrafts = () => useSyncExternalStore(tell => { listeners.add(tell); return () => listeners.delete(tell); }, () => drafts);
export function newDraft(): number { const draft = emptyDraft(next++); change([...drafts, draft]); return draft.key; }
export const putDraft = (draft: Draft) => change(drafts.map(one => (one.key === draft.key ? draft : one)));
export const dropDraft = (key: number) => change(drafts.filter(one => one.key !== key));
export const isTouched = (draft: Draft) => JSON.stringify({ ...draft, key: 0 }) !== JSON.stringify(emptyDraft(0));
// Another user of the same page must not meet them.
keep({ count: () => drafts.filter(isTouched).length, drop: () => change([]) });

const given = (of: Record<string, string>) => Object.fromEntries(Object.entries(of).filter(([, value]) => value.trim() !== ''));
/** The draft as the program takes it: one act a line (homeward debrief file); taken in whole or not at all. */
export function linesOf(draft: Draft): string {
  const { id, person, source, date, language, asked_before, places, referral, ask, uses, said, sealed } = draft;
  const acts: Record<string, unknown>[] = [{ act: 'new', id, ...given({ person, source, date, language, asked_before, places, referral }), ask: ask || 'no' }];
  if (ask === 'yes') {
    const of = (answer: 'yes' | 'no') => Object.entries(uses).filter(([, value]) => value === answer).map(([use]) => use).join(',');
    if (of('yes') || of('no')) acts.push({ act: 'allow', id, ...given({ allows: of('yes'), refuses: of('no') }) });
    for (const { known, ...rest } of said) acts.push({ act: 'say', id, ...given(rest), ...(known ? { first_hand: known === 'first_hand' ? 'yes' : 'no' } : {}) });
    for (const note of sealed) acts.push({ act: 'say', id, ...given({ ...note }) });
  }
  return acts.map(act => JSON.stringify(act)).join('\n') + '\n';
}

export type Lack = 'lack_id' | 'lack_source' | 'lack_referral' | 'lack_ask' | 'lack_tracing' | 'lack_any' | 'lack_about' | 'lack_known' | 'lack_sealed';
/** What the program would refuse, said before. */
export function lacksOf(draft: Draft): Lack[] {
  const lacks: Lack[] = [];
  if (!draft.id.trim()) lacks.push('lack_id');
  if (!draft.ask) lacks.push('lack_ask');
  if (!draft.referral.trim()) lacks.push('lack_referral');
  if (draft.ask !== 'yes') return lacks;
  if (!draft.source.trim()) lacks.push('lack_source');
  if (draft.said.length > 0 && draft.uses.tracing !== 'yes') lacks.push('lack_tracing');
  if (draft.sealed.length > 0 && !Object.values(draft.uses).includes('yes')) lacks.push('lack_any');
  if (draft.said.some(one => !one.about.trim() && !one.callsign.trim() && !one.person.trim())) lacks.push('lack_about');
  if (draft.said.some(one => !one.known)) lacks.push('lack_known');
  if (draft.sealed.some(one => !one.words.trim() || !one.compartment.trim())) lacks.push('lack_sealed');
  return lacks;
}
