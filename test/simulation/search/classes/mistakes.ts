import { Refusal } from '../../kubernetes/storage/refusal.ts';
import { cluster, namespace } from '../../world/world.ts';
import { someSet, type Stage, type Trouble } from '../trouble.ts';

/** What people get wrong about who is a member of what. */
export const mistakes: readonly Trouble[] = [
  { name: 'wrong memberId template', weight: 4, happen: misname },
  { name: 'two RaftClusters on one set', weight: 3, happen: rival },
  { name: 'foreign voter', weight: 3, happen: adopt },
];

/** For one set: ids that no pod has, ids that others have, ids of a longer ordinal. */
function misname(stage: Stage): string | undefined {
  const { world, random, later } = stage;
  const { users, objects } = world.kubernetes;
  const set = someSet(stage);
  if (set === undefined || objects.get('raftclusters', cluster.namespace, cluster.name) === undefined) return undefined;
  const other = random.pick(world.options.sets).name;
  const memberId = random.pick([`${other}-{ordinal}`, `${set}-1{ordinal}`, `${set}-{ordinal}0`, 'nobody-{ordinal}']);
  const write = (template: string): void =>
    users.editCluster(cluster, (spec) => ({
      ...spec,
      members: spec.members.map((member) => (member.statefulSet === set ? { ...member, memberId: template } : member)),
    }));
  try {
    write(memberId);
  } catch (error) {
    // Two sets would share their ids: the CustomResourceDefinition sees that.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
  later(random.between(1_000, 60_000), () => {
    if (objects.get('raftclusters', cluster.namespace, cluster.name)) write('{pod}');
  });
  return `the ids of ${set} are said to be ${memberId}`;
}

/** Younger, so it must not act. It goes with the older one: alone it would rightly take over. */
function rival({ world, random, later }: Stage): string | undefined {
  const { users, objects } = world.kubernetes;
  const key = { namespace, name: 'arc-rival' };
  const older = objects.get('raftclusters', cluster.namespace, cluster.name);
  if (older === undefined || objects.get('raftclusters', key.namespace, key.name)) return undefined;
  users.createCluster(key, older.spec);
  const leave = (): void => void users.deleteCluster(key);
  objects.watch('raftclusters', ({ before, after }) => {
    if (before?.object.metadata.name === cluster.name && after === undefined) leave();
  });
  later(random.between(5_000, 60_000), leave);
  return 'another RaftCluster names the same sets';
}

/** Added by hand, and never there: it counts in the quorum, and is nobody's to remove. */
function adopt({ world, random, later }: Stage): string | undefined {
  const { arc } = world;
  const id = 'stranger-0';
  if (arc.leader === undefined || arc.committed.some((server) => server.id === id)) return undefined;
  arc.leader.raft.change({ kind: 'addVoter', id, address: `${id}:9200` }, () => {});
  later(random.between(5_000, 60_000), () => arc.leader?.raft.change({ kind: 'removeServer', id }, () => {}));
  return `${id} becomes a voter by hand`;
}
