import { somePod, type Stage, type Trouble } from '../trouble.ts';

/** What happens to pods, their processes and their machines. */
export const nodes: readonly Trouble[] = [
  {
    name: 'pod deleted',
    weight: 5,
    happen: (stage) =>
      withPod(stage, (pod) => stage.world.kubernetes.users.deletePod(stage.world.pod(pod)), 'is deleted'),
  },
  {
    name: 'pod evicted',
    weight: 3,
    happen: (stage) =>
      withPod(stage, (pod) => stage.world.kubernetes.users.evictPod(stage.world.pod(pod)), 'is evicted'),
  },
  { name: 'pod deleted by force, its process lives on', weight: 5, happen: forceDelete },
  {
    name: 'process crashes',
    weight: 8,
    happen: (stage) => withPod(stage, (pod) => stage.world.kubernetes.kubelets.crash(stage.world.pod(pod)), 'crashes'),
  },
  { name: 'process frozen', weight: 8, happen: freeze },
  { name: 'process does not start', weight: 4, happen: hold },
  { name: 'node lost', weight: 3, happen: lose },
  { name: 'node drained', weight: 2, happen: drain },
  { name: 'StatefulSet controller acts on the past', weight: 6, happen: staleController },
  { name: 'StatefulSet controller away', weight: 3, happen: stopController },
];

function withPod(stage: Stage, act: (pod: string) => void, what: string): string | undefined {
  const pod = somePod(stage);
  if (pod === undefined) return undefined;
  act(pod);
  return `${pod} ${what}`;
}

function forceDelete(stage: Stage): string | undefined {
  const { world, random, later } = stage;
  return withPod(
    stage,
    (pod) => {
      world.kubernetes.kubelets.linger(world.pod(pod), random.pick([0, 5_000, 60_000, Number.POSITIVE_INFINITY]));
      world.kubernetes.users.forceDeletePod(world.pod(pod));
      later(random.between(20_000, 90_000), () => world.kubernetes.kubelets.killLingering());
    },
    'is deleted by force',
  );
}

function freeze(stage: Stage): string | undefined {
  const { world, random, later } = stage;
  return withPod(
    stage,
    (pod) => {
      world.kubernetes.kubelets.freeze(world.pod(pod));
      later(random.pick([random.between(50, 3_000), random.between(3_000, 90_000)]), () =>
        world.kubernetes.kubelets.thaw(world.pod(pod)),
      );
    },
    'freezes',
  );
}

function hold(stage: Stage): string | undefined {
  const { world, random, later } = stage;
  return withPod(
    stage,
    (pod) => {
      world.kubernetes.kubelets.hold(world.pod(pod));
      world.kubernetes.kubelets.crash(world.pod(pod));
      later(random.between(2_000, 90_000), () => world.kubernetes.kubelets.release(world.pod(pod)));
    },
    'crashes and does not start',
  );
}

function lose({ world, random, later }: Stage): string {
  const { kubelets } = world.kubernetes;
  const node = random.pick(['node-1', 'node-2', 'node-3']);
  kubelets.nodes.lose(node);
  if (random.chance(0.5)) kubelets.powerOff(node);
  later(random.between(5_000, 120_000), () => kubelets.nodes.recover(node));
  return `${node} is lost`;
}

function drain({ world, random, later }: Stage): string {
  const { kubelets } = world.kubernetes;
  const node = random.pick(['node-1', 'node-2', 'node-3']);
  kubelets.nodes.drain(node);
  later(random.between(5_000, 60_000), () => kubelets.nodes.uncordon(node));
  return `${node} is drained`;
}

function staleController({ world, random, later }: Stage): string {
  const { sets } = world.kubernetes;
  const view = random.pick(['sets', 'pods', 'both'] as const);
  if (view !== 'pods') sets.sets.hold();
  if (view !== 'sets') sets.pods.hold();
  later(random.between(200, 40_000), () => {
    sets.sets.release();
    sets.pods.release();
  });
  return `the StatefulSet controller sees ${view} no more`;
}

function stopController({ world, random, later }: Stage): string {
  const { sets } = world.kubernetes;
  sets.stop();
  later(random.between(1_000, 60_000), () => sets.start());
  return 'the StatefulSet controller stops';
}
