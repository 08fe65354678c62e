// What is only in the memory of this page (drafts, and texts of forms that the end of a session took away): asked about before a
// user leaves, taken away when he has left, found again by nobody else.
import { useSyncExternalStore } from 'react';

interface Keeper { count: () => number; drop: () => void }
const keepers = new Set<Keeper>();
export const keep = (keeper: Keeper) => { keepers.add(keeper); };
export const unsaved = () => [...keepers].reduce((sum, keeper) => sum + keeper.count(), 0);
export const dropUnsaved = () => keepers.forEach(keeper => keeper.drop());

let owner: string | null = null;
let ended = false;
/** After a session that ran out the same user finds his drafts again; another finds none. */
export function ownedBy(user: string) {
  if (owner !== null && owner !== user) dropUnsaved();
  owner = user;
  ended = false;
}
/** Nobody is signed in any more: true when nobody signed out, so that what is taken off the screen now is to be kept. */
export function sessionGone(): boolean {
  ended = owner !== null;
  return ended;
}
export function signedOut() {
  dropUnsaved();
  owner = null;
  ended = false;
}

const texts = new Map<string, string>();
let back = 0;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach(listener => listener());
const listen = (listener: () => void) => { listeners.add(listener); return () => { listeners.delete(listener); }; };
keep({ count: () => texts.size, drop: () => { texts.clear(); back = 0; tell(); } });

/** The form on its page: the address, the part of the page, the name of the form. */
export const formOf = (element: Element | null, form = element?.closest('form')?.getAttribute('aria-label') ?? '') =>
  `${location.hash}|${element?.closest('section[aria-labelledby]')?.getAttribute('aria-labelledby') ?? ''}|${form}`;
export const leaveText = (field: string, text: string) => { if (ended && text.trim()) { texts.set(field, text); tell(); } };
/** Once: what stands in its form again is no longer kept. */
export function takeText(field: string): string | undefined {
  const text = texts.get(field);
  if (text !== undefined) { texts.delete(field); back++; tell(); }
  return text;
}
export const isLeft = (form: string) => [...texts.keys()].some(field => field.startsWith(`${form}|`));
export const useLeft = () => useSyncExternalStore(listen, () => texts.size);
export const useBack = () => useSyncExternalStore(listen, () => back);
export const forgetBack = () => { back = 0; tell(); };
