import { protectedOrdinals } from '../../../src/api/spec.ts';
import type { ClusterObject } from '../kubernetes/storage/objects-of.ts';
import type { Oracles } from '../oracles/oracles.ts';
import { cluster, namespace } from '../world/world.ts';
import type { World } from '../world/world.ts';
import type { Stage } from './trouble.ts';

/** Until everything that can be mended is: backoff runs to 5 minutes, a Lease expires, a poll comes. Milliseconds. */
const patience = 20 * 60_000;
/** Until whoever can start again has started. Milliseconds. */
const firstLook = 4 * 60_000;
/** The hourly budget frees. Milliseconds. */
const budget = 75 * 60_000;

/** What people do when the trouble is over: the spec is as it was, and an operator runs. */
export function calm(world: World, stage: Pick<Stage, 'start'>): void {
  const { users } = world.kubernetes;
  users.editCluster(cluster, (spec) => ({
    ...spec,
    suspend: false,
    decommission: [],
    members: spec.members.map((member) => ({ ...member, memberId: '{pod}' })),
    removal: { ...spec.removal, mode: 'Automatic' },
  }));
  if (world.operators.every(({ isOver }) => isOver)) stage.start();
  world.trace.tell('calm', 'nothing is troubled any more');
}

/**
 * Liveness: where a quorum exists, all that can be removed goes, Ready comes, and then nothing more is sent. Answers how it
 * ended; what is wrong is told to the oracles.
 */
export async function expectRest(
  world: World,
  oracles: Oracles,
  isBroken: () => boolean,
  atLength: boolean,
): Promise<string> {
  const rests = (): boolean => isBroken() || unrest(world) === undefined;
  let isAtRest = await world.until(rests, firstLook);
  // Whoever could come back has: what stands in the way now will stay there, and little is left to go wrong.
  const obstacle = isAtRest || isBroken() ? undefined : excuseOf(world);
  if (obstacle !== undefined) return obstacle;
  if (!isAtRest) isAtRest = await world.until(rests, patience - firstLook);
  const isSpent = (world.status.members ?? []).some(({ reason }) => reason === 'BudgetSpent');
  if (!isAtRest && isSpent) isAtRest = await world.until(rests, budget);
  if (isBroken()) return 'violated';
  const excuse = excuseOf(world);
  if (excuse !== undefined) return excuse;
  if (!isAtRest) {
    oracles.fail('L', unrest(world) ?? 'not at rest');
    return 'violated';
  }
  const sent = oracles.sends.members.length;
  await world.timeline.run(world.now + (atLength ? 3_600_000 : 30_000), isBroken);
  const more = oracles.sends.members.slice(sent);
  if (more.length > 0 && excuseOf(world) === undefined)
    oracles.fail('L', `${more.join(', ')} sent after all was at rest`);
  return isBroken() ? 'violated' : 'settled';
}

/** What is still to come, as a sentence; undefined: it is at rest. */
function unrest(world: World): string | undefined {
  const object = world.kubernetes.objects.get('raftclusters', cluster.namespace, cluster.name);
  if (!object) return 'there is no RaftCluster';
  const unwanted = unwantedPods(world);
  if (unwanted.length > 0) return `${unwanted.join(', ')} has yet to end`;
  const ghosts = removable(world, object);
  if (ghosts.length > 0) return `${ghosts.join(', ')} is not wanted, and is a member`;
  if (world.status.removal) return `the removal of ${world.status.removal.member} has no end`;
  const ready = world.status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True' || staysUnready(world)) return undefined;
  return `Ready is ${ready?.status}: ${ready?.reason}: ${ready?.message}`;
}

/** Pods that their set does not want: what comes of them is still to come. */
function unwantedPods(world: World): readonly string[] {
  return world.kubernetes.objects.list('pods', namespace).flatMap(({ metadata: { name } }) => {
    const place = placeOf(world, name);
    return place === undefined || isWanted(world, place) ? [] : [name];
  });
}

/** Members whose ordinal is out of range, and that nothing protects; their pods are gone or go. */
function removable(world: World, { spec }: ClusterObject): readonly string[] {
  return world.arc.committed.flatMap(({ id }) => {
    const place = placeOf(world, id);
    if (place === undefined || isWanted(world, place)) return [];
    const index = spec.members.findIndex(({ statefulSet }) => statefulSet === place.set);
    return index < 0 || protectedOrdinals(spec, index).includes(place.ordinal) ? [] : [id];
  });
}

/** Something that a person has to decide: a protected or unmanaged member that is gone, a re-created set, clean-ups to the last. */
function staysUnready(world: World): boolean {
  const blocked = new Set([
    'Protected',
    'Unmanaged',
    'MinVoters',
    'TargetReplaced',
    'IdentityMismatch',
    'DecommissionSpent',
  ]);
  return (world.status.members ?? []).some(({ reason }) => blocked.has(reason));
}

/** Why nothing can be expected of this end. */
function excuseOf(world: World): string | undefined {
  const { arc, kubernetes } = world;
  if (!arc.hasQuorum) return 'quorum lost';
  if (arc.leader === undefined) return 'no leader';
  if (arc.ledger.histories.filter(({ entries }) => entries.length > 0).length > 1 && isSplit(world))
    return 'split brain';
  const sets = kubernetes.objects.list('statefulsets', namespace);
  if (sets.length < world.options.sets.length) return 'a set is missing';
  if (sets.every(({ spec }) => spec.replicas === 0)) return 'hibernating';
  if (staysUnready(world)) return 'waits for a person';
  const pods = sets.reduce((sum, { spec }) => sum + spec.replicas, 0);
  if (unwantedPods(world).length > 0) return 'pods do not end';
  const isRunning =
    kubernetes.objects.list('pods', namespace).filter(({ status }) => status.phase === 'Running').length >= pods;
  if (!isRunning) return 'pods do not start';
  // A leave of the process before it, say, which its force-deleted pod outlived: only its own restart brings it back.
  const members = new Set(arc.committed.map(({ id }) => id));
  const isOut = kubernetes.objects.list('pods', namespace).some(({ metadata: { name } }) => !members.has(name));
  return isOut ? 'a node stays out of the cluster' : undefined;
}

/** Two leaders of different clusters run. */
function isSplit({ arc }: World): boolean {
  const lineages = [...arc.nodes.values()].flatMap(({ raft }) =>
    raft.isLeader ? [raft.disk.entry(raft.disk.lastIndex)?.lineage] : [],
  );
  return new Set(lineages).size > 1;
}

function placeOf(world: World, id: string): { readonly set: string; readonly ordinal: number } | undefined {
  const [, set = '', ordinal] = /^(.*)-(\d+)$/.exec(id) ?? [];
  return world.options.sets.some(({ name }) => name === set) ? { set, ordinal: Number(ordinal) } : undefined;
}

function isWanted(world: World, { set, ordinal }: { readonly set: string; readonly ordinal: number }): boolean {
  const object = world.kubernetes.objects.get('statefulsets', namespace, set);
  if (object === undefined) return true;
  const start = object.spec.ordinals?.start ?? 0;
  return ordinal >= start && ordinal < start + object.spec.replicas;
}
