import type { Decisions } from './decided.ts';
import { crashSteps, restartSteps } from './fault-steps.ts';
import { controllerSteps, kubeletSteps, userSteps } from './kubernetes-steps.ts';
import { operatorSteps } from './operator-steps.ts';
import { settleLeadership, storeSteps } from './store-steps.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { timeSteps } from './time.ts';
import { keepUp } from './watches.ts';

/** Everything that may happen next. */
export function stepsFrom(state: State, decisions: Decisions, lag: number): readonly Step[] {
  const world = [
    ...userSteps(state),
    ...controllerSteps(state),
    ...kubeletSteps(state),
    ...storeSteps(state),
    ...crashSteps(state),
    ...timeSteps(state),
  ].map(({ name, next }) => ({ name, at: state, next: keepUp(settleLeadership(next), lag) }));
  return [...operatorSteps(state, decisions), ...restartSteps(state), ...world];
}
