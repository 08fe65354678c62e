// What is wished of packages, and a few sets of wishes beside each other.  They live on the page alone.
import type { Cell, PlanQuestion } from '../../api/types';
import { levels, steps } from './data';

export interface Wish {
  acceptance: number; given: number; joint: boolean; unrequested: boolean; without: string[];
  /** At least so many of a class stay in. */
  locked: Record<string, number>;
}
export const firstWish: Wish = { acceptance: 0.9, given: 40, joint: false, unrequested: false, without: [], locked: {} };

export const question = (wish: Wish): PlanQuestion => ({
  given: [...new Set([...steps, wish.given])].sort((a, b) => a - b), acceptance: levels, ...(wish.joint ? { parties: ['*'] } : {}),
  ...(wish.unrequested ? { offer: 'unrequested' as const } : {}), ...(wish.without.length ? { without: wish.without } : {}),
  ...(Object.keys(wish.locked).length ? { require: Object.entries(wish.locked).map(([key, n]) => `${key}:${n}`) } : {}),
});

export const sameWish = (a: Wish, b: Wish) => JSON.stringify([a.acceptance, a.given, a.joint, a.unrequested, [...a.without].sort(), Object.entries(a.locked).sort()])
  === JSON.stringify([b.acceptance, b.given, b.joint, b.unrequested, [...b.without].sort(), Object.entries(b.locked).sort()]);

/** A kept set of wishes with what came of it then. */
export interface Scenario { name: string; wish: Wish; cell: Cell | undefined }
export const scenariosMost = 4;
/** The first letter that no scenario has. */
export const nextName = (kept: readonly Scenario[]) => ['A', 'B', 'C', 'D'].find(name => !kept.some(s => s.name === name)) ?? 'D';

export interface Change { way: 'out' | 'in'; side: 'given' | 'returned'; key: string; n: number }
/** The lines of a change as the bureau takes it; the same class twice adds up. */
export function changeOf(lines: readonly Change[]) {
  const all = { out: { given: {}, returned: {} }, in: { given: {}, returned: {} } } as Record<'out' | 'in', Record<'given' | 'returned', Record<string, number>>>;
  for (const line of lines) all[line.way][line.side][line.key] = (all[line.way][line.side][line.key] ?? 0) + line.n;
  return all;
}
