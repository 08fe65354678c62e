// What the planner shows is asked for anew each time: a paper of it is made of what stood on the screen, in the memory of the page.
import type { Cell } from '../../api/types';
import { keep } from '../../app/unsaved';

export interface KeptPlan { cell: Cell; cells: Cell[]; labels: Record<string, string>; conditions: string[]; at: string }
let plan: KeptPlan | null = null;
export const keepPlan = (shown: KeptPlan) => { plan = shown; };
export const keptPlan = () => plan;
keep({ count: () => 0, drop: () => { plan = null; } });
