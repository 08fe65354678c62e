import type { LaidOut } from '../../api/types';
import { wordsOf } from '../../parts/Sheet';

/** Whom we hold has a card of capture and no estimate; the sheet says it in words of either language. */
export const isHeldByUs = (sheet: LaidOut) => /theirs|чужі|їхні/.test(wordsOf(sheet, 'side') ?? '');
