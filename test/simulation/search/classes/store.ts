import type { ArcNode } from '../../arc/arc-node.ts';
import { deleteFaults, viewFaults } from '../../arc/faults.ts';
import type { Stage, Trouble } from '../trouble.ts';

/** What the store's nodes do that they should not. */
export const store: readonly Trouble[] = [
  { name: 'DELETE misbehaves', weight: 14, happen: misbehave },
  { name: 'view misbehaves', weight: 10, happen: mislead },
  { name: 'view split over time', weight: 6, happen: split },
  { name: 'node cut off from its peers', weight: 7, happen: isolate },
  { name: 'log stuck', weight: 4, happen: stick },
  { name: 'store’s clock wrong', weight: 3, happen: skew },
  { name: 'node knows no token', weight: 3, happen: forget },
  { name: 'node not clustered', weight: 2, happen: standAlone },
];

function withNode({ world, random }: Stage, act: (node: ArcNode) => string): string | undefined {
  const nodes = [...world.arc.nodes.values()];
  return nodes.length === 0
    ? undefined
    : act(random.chance(0.5) ? (world.arc.leader ?? random.pick(nodes)) : random.pick(nodes));
}

function misbehave(stage: Stage): string | undefined {
  const { world, random, later } = stage;
  const fault = random.pick(deleteFaults);
  const count = random.whole(1, 2);
  for (const node of world.arc.nodes.values())
    node.faults.set({ delete: fault, count, delayMs: random.between(100, 14_000) });
  later(random.between(10_000, 60_000), () => heal(stage));
  return `the next ${count} DELETEs of every node: ${fault}`;
}

function mislead(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    const fault = stage.random.pick(viewFaults);
    node.faults.set({ view: fault, viewDelayMs: stage.random.between(100, 6_000) });
    stage.later(stage.random.between(1_000, 40_000), () => node.faults.set({}));
    return `${node.id} shows: ${fault}`;
  });
}

function split(stage: Stage): string | undefined {
  for (const node of stage.world.arc.nodes.values()) node.faults.set({ viewSplitMs: stage.random.between(1, 200) });
  stage.later(stage.random.between(5_000, 60_000), () => heal(stage));
  return 'views are read bit by bit';
}

function isolate(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    node.isolate(true);
    stage.later(stage.random.between(200, 40_000), () => node.isolate(false));
    return `${node.id} is cut off`;
  });
}

function stick(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    node.faults.set({ log: 'stuck' });
    stage.later(stage.random.between(1_000, 60_000), () => node.faults.set({}));
    return `the log of ${node.id} is stuck`;
  });
}

function skew(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    const by = stage.random.pick([-120_000, 120_000, 3_600_000]);
    node.faults.set({ clockSkewMs: by });
    stage.later(stage.random.between(10_000, 60_000), () => node.faults.set({}));
    return `the clock of ${node.id} jumps by ${by / 1000} s`;
  });
}

function forget(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    node.faults.set({ token: 'unknown' });
    stage.later(stage.random.between(1_000, 40_000), () => node.faults.set({}));
    return `${node.id} knows no token`;
  });
}

function standAlone(stage: Stage): string | undefined {
  return withNode(stage, (node) => {
    node.faults.set({ clustered: false });
    stage.later(stage.random.between(1_000, 40_000), () => node.faults.set({}));
    return `${node.id} says that it is not clustered`;
  });
}

export function heal({ world }: Pick<Stage, 'world'>): void {
  for (const node of world.arc.nodes.values()) {
    node.faults.set({});
    node.isolate(false);
  }
}
