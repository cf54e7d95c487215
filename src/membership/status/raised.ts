import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import type { Moment } from '../moment.ts';
import { podName } from '../observation.ts';
import type { Facts } from '../observation.ts';
import type { Settings } from '../settings.ts';
import { withCondition } from './conditions.ts';
import { knownSet, marginOf, sizeOf } from './margin.ts';
import type { Company } from './margin.ts';
import { minSafeReplicas } from './scale-down.ts';

const finding = {
  status: 'False',
  reason: 'NoMargin',
  message: 'Pods have changed; who is live is being asked.',
} as const;

/**
 * The published status with its floors raised to what Kubernetes alone shows, before anybody is asked: a set that shrinks,
 * pods that are to join, voters whose pod is gone. Never lowers a floor; undefined: they are high enough. `doubted` are
 * pods of which nobody knows yet what became of their voter.
 */
export function raisedStatus(
  facts: Facts,
  settings: Settings,
  doubted: ReadonlySet<string>,
  now: Moment,
): RaftClusterStatus | undefined {
  const { status } = facts.cluster;
  const { statefulSets: rows = [], conditions = [] } = status;
  const margin = marginOf(companyIn(facts, doubted), facts, settings);
  const raised = rows.map((row) => {
    const target = settings.targets.find(({ set }) => set === row.name);
    const set = target && knownSet(target, facts);
    if (!set) return row;
    const floor = margin ? minSafeReplicas(set, target, margin, settings.namespace) : set.replicas;
    if (floor <= row.minSafeReplicas) return row;
    const { start: _start, ...rest } = row;
    return { ...rest, ...sizeOf(set), minSafeReplicas: floor };
  });
  if (raised.every((row, index) => row === rows[index])) return undefined;
  const isTight = raised.some(({ replicas, minSafeReplicas: floor }) => replicas > 0 && floor >= replicas);
  const was = conditions.find(({ type }) => type === 'ScaleDownSafe');
  return {
    ...status,
    statefulSets: raised,
    ...(isTight &&
      was?.status === 'True' && { conditions: withCondition(conditions, 'ScaleDownSafe', finding, { facts, now }) }),
  };
}

/** The members as they were last, less those whose pod is not what it was. */
function companyIn({ cluster: { status }, sets, pods }: Facts, doubted: ReadonlySet<string>): Company {
  const { members = [], voters: count = 0, removal } = status;
  const all = members.filter(({ suffrage }) => suffrage === 'Voter');
  // A member whose removal is in flight is shown until its end is proven, also when it is no voter any more.
  const voters = all.length > count ? all.filter(({ id }) => id !== removal?.member) : all;
  const live = voters.filter((member) => {
    if (!member.live || member.statefulSet === undefined || member.ordinal === undefined) return false;
    const name = podName(member.statefulSet, member.ordinal);
    const pod = pods.get(name);
    const isThere = pod !== undefined && pod !== 'absent' && !pod.terminating && !doubted.has(name);
    return isThere && knownSet({ set: member.statefulSet }, { sets }) !== undefined;
  });
  return {
    members: members.map(({ id }) => id),
    voters: voters.map(({ id }) => id),
    live: new Set(live.map(({ id }) => id)),
  };
}
