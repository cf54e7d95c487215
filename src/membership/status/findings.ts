import type { ConditionState } from '../../api/conditions.ts';
import type { Context } from '../clauses/question.ts';
import type { Absentee } from './absentees.ts';
import type { Opinion } from './rows.ts';
import type { SetRow } from './set-rows.ts';

/** What a pass found, for the conditions to sum up. */
export interface Findings {
  readonly context: Context;
  readonly opinions: readonly Opinion[];
  readonly absentees: readonly Absentee[];
  readonly setRows: readonly SetRow[];
}

/** What one condition says. */
export type Finding = Pick<ConditionState, 'status' | 'reason' | 'message'>;
