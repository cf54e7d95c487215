import { adminToken } from '../../arc/arc-cluster.ts';
import { cluster, tokenSecret } from '../../world/world.ts';
import { someSet, type Stage, type Trouble } from '../trouble.ts';

/** What gives the operator something to do. */
export const scaleDown: Trouble = { name: 'scale down', weight: 30, happen: cut };

/** What people and their tools do. */
export const users: readonly Trouble[] = [
  scaleDown,
  { name: 'scale', weight: 15, happen: scale },
  { name: 'flap', weight: 8, happen: flap },
  { name: 'rolling restart', weight: 4, happen: restart },
  { name: 'ordinals.start', weight: 2, happen: shift },
  { name: 'set deleted and re-created', weight: 2, happen: recreateSet },
  {
    name: 'suspend',
    weight: 3,
    happen: (stage) =>
      edit(
        stage,
        'suspends',
        (world) => world.kubernetes.users.suspend(cluster, true),
        (world) => world.kubernetes.users.suspend(cluster, false),
      ),
  },
  {
    name: 'observe',
    weight: 3,
    happen: (stage) =>
      edit(
        stage,
        'sets mode Observe',
        (world) => world.kubernetes.users.setMode(cluster, 'Observe'),
        (world) => world.kubernetes.users.setMode(cluster, 'Automatic'),
      ),
  },
  { name: 'decommission', weight: 3, happen: decommission },
  { name: 'RaftCluster re-created', weight: 2, happen: recreateCluster },
  { name: 'annotator', weight: 3, happen: annotate },
  { name: 'wrong token', weight: 2, happen: wrongToken },
];

/** By as many as a cluster in good health can lose at once, seldom by more. */
function cut(stage: Stage): string | undefined {
  const set = someSet(stage);
  if (set === undefined) return undefined;
  const replicas = replicasOf(stage, set);
  const wanted = replicas - (replicas > 4 && stage.random.chance(0.4) ? 2 : 1);
  if (wanted < (stage.random.chance(0.9) ? 2 : 1)) return undefined;
  stage.world.kubernetes.users.scale(stage.world.set(set), wanted);
  return `scales ${set} from ${replicas} to ${wanted}`;
}

/** Mostly small steps: a deep cut ends the quorum, and with it what can be learned from the run. */
function scale(stage: Stage): string | undefined {
  const { world, random } = stage;
  const set = someSet(stage);
  if (set === undefined) return undefined;
  const replicas = replicasOf(stage, set);
  const least = random.chance(0.05) ? 0 : 1;
  const step = random.pick([-2, -1, -1, -1, 1, 1, 2, random.chance(0.1) ? -4 : -1]);
  const wanted = Math.min(Math.max(replicas + step, least), 7);
  if (wanted === replicas) return undefined;
  world.kubernetes.users.scale(world.set(set), wanted);
  return `scales ${set} from ${replicas} to ${wanted}`;
}

function flap(stage: Stage): string | undefined {
  const { world, random } = stage;
  const set = someSet(stage);
  if (set === undefined) return undefined;
  const replicas = replicasOf(stage, set);
  const other = Math.max(replicas + random.pick([-1, -1, -2, 1]), 1);
  world.kubernetes.users.scale(world.set(set), other);
  stage.later(random.pick([random.between(1, 500), random.between(500, 30_000)]), () =>
    world.kubernetes.users.scale(world.set(set), replicas),
  );
  return `scales ${set} to ${other} and back to ${replicas}`;
}

function restart(stage: Stage): string | undefined {
  const set = someSet(stage);
  if (set === undefined) return undefined;
  stage.world.kubernetes.users.restart(stage.world.set(set));
  return `restarts ${set}`;
}

function shift(stage: Stage): string | undefined {
  const { world, random } = stage;
  const second = world.options.sets[1];
  if (second === undefined) return undefined;
  const start = (second.start ?? 0) + random.whole(0, 2);
  world.kubernetes.users.setStart(world.set(second.name), start);
  return `starts ${second.name} at ordinal ${start}`;
}

function recreateSet(stage: Stage): string | undefined {
  const { world, random } = stage;
  const set = someSet(stage);
  if (set === undefined) return undefined;
  const { users: people, objects } = world.kubernetes;
  const deleted = people.deleteSet(world.set(set), random.pick(['follow', 'orphan']));
  if (!deleted) return undefined;
  stage.later(random.between(100, 60_000), () => {
    if (objects.get('statefulsets', deleted.metadata.namespace ?? '', set) === undefined) people.recreateSet(deleted);
  });
  return `deletes ${set}, to create it again`;
}

function decommission({ world, random }: Stage): string {
  const id = random.pick([...world.arc.committed.map((server) => server.id), 'arc-9', 'nobody']);
  world.kubernetes.users.decommission(cluster, [id]);
  return `decommissions ${id}`;
}

function recreateCluster(stage: Stage): string | undefined {
  const { users: people, objects } = stage.world.kubernetes;
  const deleted = people.deleteCluster(cluster);
  if (!deleted) return undefined;
  stage.later(stage.random.between(10, 20_000), () => {
    if (objects.get('raftclusters', cluster.namespace, cluster.name) === undefined) people.recreateCluster(deleted);
  });
  return 'deletes the RaftCluster, to create it again';
}

function annotate({ world, random, later }: Stage): string {
  later(random.between(5_000, 60_000), world.kubernetes.users.annotateEvery(cluster, 2_000));
  return 'another controller annotates the RaftCluster every 2 s';
}

function wrongToken({ world, random, later }: Stage): string {
  const { users: people } = world.kubernetes;
  if (random.chance(0.3)) people.deleteSecret(tokenSecret);
  else people.setSecret(tokenSecret, { token: 'another-0123456789-0123456789-0123456789' });
  later(random.between(1_000, 60_000), () => people.setSecret(tokenSecret, { token: adminToken }));
  return 'the Secret has no right token';
}

function edit(
  stage: Stage,
  what: string,
  change: (world: Stage['world']) => void,
  undo: (world: Stage['world']) => void,
): string {
  change(stage.world);
  stage.later(stage.random.between(500, 40_000), () => undo(stage.world));
  return what;
}

function replicasOf({ world }: Stage, set: string): number {
  return world.kubernetes.objects.get('statefulsets', world.set(set).namespace, set)?.spec.replicas ?? 0;
}
