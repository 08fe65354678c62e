// Short names for what openapi.yaml describes; where it leaves an object open ("as the command gives it with --json"), what
// the page reads of it.
import type { components } from '../../generated/api';

type S = components['schemas'];
export type Session = S['Session'];
export type Interest = S['Interest'];
export type StatementRow = S['Statement'];
export type RoundRow = S['Round'];
export type PersonRow = S['PersonRow'];
export type SearchHit = S['Search']['search']['hits'][number];
export type Proposal = S['Proposal'];
export type Pair = S['Pair'];
export type LaidOut = S['LaidOut'];
export type Where = S['Where']['persons'][number];
export type Places = S['Places'];
export type PlaceRow = S['Places']['places'][number];
export type PlanQuestion = S['PlanQuestion'];
export type Job = S['Job'];
export type Batch = S['Batch'];
export type ImportAnswer = S['Import'];
export type Pending = S['Pending'];
export type UserRow = S['User'];
export type RoundAct = S['RoundAct'];
export type Presence = S['Presence'];

export interface Claim {
  id: string; speaker: string; bound: string; quantity: number; as_of: string | null; relayed_from?: string | null; verdict: string; why: string | null;
}
export interface Basis { basis: string; mean: number; sd: number; lower95: number; upper95: number }
export interface Held {
  region: string; label: string; lower95: number; upper95: number; mean: number; basis: string; bases: Basis[]; claims: Claim[];
  only_missing: number | null; only_missing_p_min: number | null; agency_confirmed: number | null; persons: number; reports: number; sources: number;
}
export interface Indication {
  article: string; rule: string; title: string; outcome: string; subject_kind: string; subject: string; subjects: number; own: boolean;
  severity: number; facts: string[]; sources: string[]; rebut: string[]; justification?: string | null; reply?: string | null;
  clock?: string | null; affected_lower95?: number | null; affected_upper95?: number | null;
}
export interface CategoryCount { category: string; label: string; count: number; disowned: number; sources: number }
export interface PlaceCount { kind: string; region: string; count: number; notified: number; grade: string; sources: number }
export interface Learned { probability: number; band: number[] }
export interface Ratio { given: number; returned: number; probability: number; learned?: Learned }
export interface Repair { rule: string; change: string; from: number; to: number }
export interface Persuasion { category: string; label: string; count: number; ground: string; offered?: number; answer?: string | null }
export interface Cell {
  acceptance: number; max_given: number; feasible: boolean; given?: number; returned?: number; points?: number; probability?: number;
  learned?: Learned; parties?: Record<string, number>; surplus?: Record<string, number>;
  compose?: { given: Record<string, number>; returned: Record<string, number> };
  home?: { mean: number; sure95: number; sure95_shock: number }; provisional?: { given: number; returned: number };
  persuasion_left?: number; alone?: Record<string, number | null>; proven?: boolean; bound?: number; clash?: string[]; repairs?: Repair[];
}
export interface Sides { given: Record<string, number>; returned: Record<string, number> }
export interface Term { side: 'given' | 'returned'; class: string; people: number; weight: number; sd?: number; lower90?: number; upper90?: number; sum: number; how?: string; source?: string; since?: string }
export interface Doubtful { value: number; sd?: number; lower90?: number; upper90?: number }
export interface Accepting { party: string; terms: Term[]; interest: number; reluctance: number; reservation: Doubtful; softness: Doubtful; surplus: number; probability: number; band?: number[] }
export interface RestsOn {
  parties: Accepting[]; learned?: { packages: number; accepted: number; silent: number; widened: boolean; held_back: number; parties: Accepting[] };
  forecast: { classes: { class: string; people: number; delivery: number; expected: number }[]; shock: number[] };
}
export interface Brief {
  as_of: string; training: boolean; held_by_us?: CategoryCount[]; interest?: Interest[]; held?: Held[]; places?: PlaceCount[];
  indications?: Indication[]; own_indications?: Indication[]; protected?: Presence[]; frontier?: Cell[]; ratio?: Ratio | null;
  persuasion?: Persuasion[]; statements?: StatementRow[]; rounds?: RoundRow[]; unreviewed?: number; gaps?: string[];
}
export interface ClassCount { side?: string; class: string; count: number; ground?: string; rule?: string; provisional?: boolean }
export interface Plan {
  as_of: string; training?: boolean; feasible?: boolean; frontier: Cell[]; frontier_joint?: Cell[]; ratio?: Ratio | null; labels?: Record<string, string>;
  available?: Sides; unconditional?: ClassCount[]; persuasion?: ClassCount[]; excluded?: ClassCount[]; notes?: string[];
}
