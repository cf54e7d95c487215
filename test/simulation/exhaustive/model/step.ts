import type { State } from './state.ts';

/** One thing that may happen, and what is then. */
export interface Step {
  readonly name: string;
  /** At the moment of the step: all that the watches deliver before it has been delivered. */
  readonly at: State;
  readonly next: State;
  /** Another state that is met anyway can do whatever the next one can (`operator-steps.ts`). */
  readonly isVain?: true;
  /** A record that the operator reports to have ended, with the member and the result. */
  readonly ended?: { readonly member: number; readonly result: string } | undefined;
}
