export type Move = 'take' | 'confirm' | 'reject' | 'review' | 'draft' | 'notify' | 'answer' | 'close' | 'reopen';

/** What may be done in which phase; the program refuses everything else. */
const moves: Record<Exclude<Move, 'draft' | 'notify' | 'answer'>, readonly string[]> = {
  take: ['observed', 'threatened'], confirm: ['under review'], reject: ['under review'], review: ['confirmed', 'drafted'],
  close: ['notified', 'answered'], reopen: ['rejected', 'closed'],
};
export const movesIn = (phase: string) => (Object.keys(moves) as (keyof typeof moves)[]).filter(move => moves[move].includes(phase));
export const mayDraft = (phase: string) => ['confirmed', 'drafted', 'notified', 'answered'].includes(phase);
export const mayNotify = (phase: string) => ['drafted', 'notified', 'answered'].includes(phase);

/** Days from the day of the bureau to a deadline; negative when it is over. */
export function daysTo(asOf: string, deadline: string): number {
  return Math.round((Date.parse(deadline.slice(0, 10)) - Date.parse(asOf.slice(0, 10))) / 86_400_000);
}
