import type { RaftClusterStatus } from '../../api/raftcluster.ts';
import { formatTime } from '../../ports/wall-time.ts';
import { withCondition } from './conditions.ts';
import { handled } from './status.ts';
import type { Context } from '../clauses/question.ts';

/**
 * A spec that cannot be used (clause `valid`): nobody can be asked, so that nothing is known but what the records say. No
 * step down is safe, and every member known says why nothing happens to it.
 */
export function blindStatus(invalid: string, scene: Pick<Context, 'facts' | 'now'>): RaftClusterStatus {
  const { facts, now } = scene;
  const { status, generation } = facts.cluster;
  const { leader: _leader, term: _term, liveVoters: _live, faultTolerance: _tolerance, ...known } = status;
  const finding = { reason: 'InvalidSpec', message: `The spec is not valid: ${invalid}` } as const;
  const unknown = { status: 'Unknown', ...finding } as const;
  const members = status.members?.map((row) => ({
    ...row,
    live: false,
    verdict: 'Blocked' as const,
    since: row.verdict === 'Blocked' && row.reason === 'InvalidSpec' ? row.since : formatTime(now.wall),
    ...finding,
  }));
  const statefulSets = status.statefulSets?.map((row) => ({ ...row, liveVoters: 0, minSafeReplicas: row.replicas }));
  const found = [
    ['Ready', { status: 'False', ...finding }],
    ['QuorumHealthy', unknown],
    ['MembersInSync', unknown],
    ['ScaleDownSafe', unknown],
    ['RemovalBlocked', unknown],
    ['Reconciling', undefined],
    ['Stalled', { status: 'True', ...finding }],
    ['Suspended', undefined],
  ] as const;
  return {
    ...known,
    observedGeneration: generation,
    ...handled(facts.cluster),
    ...(members && { members }),
    ...(statefulSets && { statefulSets }),
    conditions: found.reduce((all, [type, what]) => withCondition(all, type, what, scene), status.conditions ?? []),
  };
}
