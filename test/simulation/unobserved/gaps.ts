import type { Stage } from '../scenarios/stage.ts';
import { factsAfter, factsBefore } from './facts.ts';
import { type Mark, type Marks, objectOf } from './marks.ts';

/** How it comes that only the later of two changes is seen. */
export const ways = ['skipped', 'listed'] as const;

/**
 * From this mark of an object until that one nothing is seen. `skipped`: of this object alone, and the later one comes as an
 * event. `listed`: of its whole kind, and the state after the later one comes as a new list.
 */
export interface Gap {
  readonly object: string;
  readonly from: number;
  readonly to: number;
  readonly way: (typeof ways)[number];
}

/** All pairs of changes of which the later one cancels the earlier, while an operator watched. */
export function gapsIn(marks: readonly Mark[], since: number): readonly Gap[] {
  return marks.flatMap((earlier) => {
    if (earlier.change.at < since) return [];
    const later = marks.filter(({ object, number, change }) => {
      const isLater = object === earlier.object && number > earlier.number;
      return isLater && factsAfter(change) === factsBefore(earlier.change);
    });
    return later.flatMap(({ object, number }) =>
      ways.map((way): Gap => ({ object, from: earlier.number, to: number, way })),
    );
  });
}

/** Lets nobody see what happens within the gap. Answers how many events were really withheld, at any time. */
export function open({ world }: Stage, marks: Marks, { object, from, to, way }: Gap): () => number {
  const { server } = world.kubernetes;
  const [kind] = object.split('/');
  let withheld = 0;
  let isOpen = false;
  server.troubles.withholds = (change) => {
    if (change.kind !== kind) return false;
    const isOwn = objectOf(change) === object;
    const number = marks.numberOf(change);
    if (isOwn && number === from) isOpen = true;
    const isEnd = isOwn && number >= to;
    if (!isOpen || (way === 'skipped' && (!isOwn || isEnd))) {
      if (isEnd) isOpen = false;
      return false;
    }
    if (isEnd) {
      isOpen = false;
      world.trace.tell('trouble', `the watches of ${kind} are too old, and begin anew`);
      world.timeline.after(0, () => server.closeWatches('expire', (call) => call.kind === kind));
    }
    withheld++;
    if (isOwn) world.trace.tell('trouble', `nobody is told of change ${number} of ${object}`);
    return true;
  };
  return () => withheld;
}
