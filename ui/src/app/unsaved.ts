// What is only in the memory of this page (drafts): asked about before a user leaves, and taken away when he has left.
interface Keeper { count: () => number; drop: () => void }
const keepers = new Set<Keeper>();
export const keep = (keeper: Keeper) => { keepers.add(keeper); };
export const unsaved = () => [...keepers].reduce((sum, keeper) => sum + keeper.count(), 0);
export const dropUnsaved = () => keepers.forEach(keeper => keeper.drop());

let owner: string | null = null;
/** After a session that ran out the same user finds his drafts again; another finds none. */
export function ownedBy(user: string) {
  if (owner !== null && owner !== user) dropUnsaved();
  owner = user;
}
