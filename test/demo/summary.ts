import type { InRangeKill } from './in-range-kill.ts';
import type { ScaleDown } from './scale-down.ts';
import { seconds } from './screen.ts';

/** What happened, in three sentences made of what was seen. */
export function summary(down: ScaleDown, kill: InRangeKill): readonly string[] {
  const dead = down.deadVoters.join(' and ');
  const order = down.removals.map(({ member }) => member).join(', then ');
  const asked = kill.removals === 0 ? 'no removal was' : `${kill.removals} removals were`;
  return [
    `The StatefulSet went from ${down.from} pods to ${down.to} without a goodbye, which left the dead voters ${dead} in the ` +
      `store’s configuration and a fault tolerance of ${down.toleranceWithDeadVoters}.`,
    `Once they had settled, the operator removed ${order}, with ${down.removals.length} requests in all and each proven before the ` +
      `next, in ${seconds(down.took)}, and the fault tolerance was ${down.toleranceAfter}.`,
    `Then ${kill.pod}, which the StatefulSet wants, was dead for ${Math.round(kill.deadFor / 1_000)} s: ${asked} asked for, all ` +
      `${kill.voters} voters stayed, and its return took the fault tolerance from ${kill.toleranceMeanwhile} back to ${kill.toleranceAfter}.`,
  ];
}
