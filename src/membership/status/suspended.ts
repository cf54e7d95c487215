import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { withCondition } from './conditions.ts';
import { sizeOf } from './margin.ts';
import type { SetRow } from './set-rows.ts';
import type { Context } from '../clauses/question.ts';

const finding = {
  status: 'True',
  reason: 'Suspended',
  message: 'spec.suspend is true: nothing is asked, nothing is sent.',
} as const;

/**
 * A suspended RaftCluster is not looked at (removal rule §3): its floors rise to its sizes once, nothing else changes. It
 * keeps the Ready that was known last, so that GitOps tools see it as they did, but once no removal is in flight nothing
 * goes on any more that they could wait for.
 */
export function suspendedStatus({
  facts,
  settings,
  now,
}: Pick<Context, 'facts' | 'settings' | 'now'>): RaftClusterStatus {
  const { status, generation } = facts.cluster;
  const wasSuspended = status.conditions?.some(({ type }) => type === 'Suspended') ?? false;
  const statefulSets = settings.targets.map(({ set: name }) => {
    const set = facts.sets.get(name);
    const known = status.statefulSets?.find((row) => row.name === name);
    const row: SetRow['row'] = known ?? { name, replicas: 0, voters: 0, liveVoters: 0, minSafeReplicas: 0 };
    if (set === undefined || set === 'absent') return { ...row, minSafeReplicas: row.replicas };
    const { start: _start, ...rest } = row;
    return { ...rest, ...sizeOf(set), minSafeReplicas: set.replicas };
  });
  const conditions = status.conditions ?? [];
  const resting = conditions.filter(({ type }) => type !== 'Reconciling');
  return {
    ...status,
    observedGeneration: generation,
    conditions: withCondition(status.removal ? conditions : resting, 'Suspended', finding, { facts, now }),
    ...(!wasSuspended && { statefulSets }),
  };
}
