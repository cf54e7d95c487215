import { setCondition } from '../../api/conditions.ts';
import type { Condition, ConditionType } from '../../api/conditions.ts';
import { clipped } from '../../api/limits.ts';
import { formatTime } from '../../ports/wall-time.ts';
import type { Finding, Findings } from './findings.ts';
import { quorumHealth, membersSync, scaleDownSafety } from './health.ts';
import { blockage, reconciliation, stall } from './progress.ts';
import type { Context } from '../clauses/question.ts';

export function concludeConditions(findings: Findings): Condition[] {
  const { context } = findings;
  const health = quorumHealth(context);
  const sync = membersSync(findings);
  const stalled = stall(context);
  const reconciling = stalled ? undefined : reconciliation(findings);
  const found: [ConditionType, Finding | undefined][] = [
    ['Ready', readiness(health, sync, stalled, reconciling)],
    ['QuorumHealthy', health],
    ['MembersInSync', sync],
    ['ScaleDownSafe', scaleDownSafety(findings)],
    ['RemovalBlocked', blockage(findings)],
    ['Reconciling', reconciling],
    ['Stalled', stalled],
    ['Suspended', undefined],
  ];
  return found.reduce(
    (conditions, [type, finding]) => withCondition(conditions, type, finding, context),
    context.facts.cluster.status.conditions ?? [],
  );
}

/** `conditions` with one of them set to what was found now; undefined: it does not apply. */
export function withCondition(
  conditions: readonly Condition[],
  type: ConditionType,
  finding: Finding | undefined,
  { facts, now }: Pick<Context, 'facts' | 'now'>,
): Condition[] {
  const { status, reason, message } = finding ?? ({ status: 'False', reason: 'Healthy', message: '' } as const);
  const state = { type, status, reason, message: clipped(message), observedGeneration: facts.cluster.generation };
  return setCondition(conditions, state, formatTime(now.wall));
}

/** The reason of the first that is not well; while all are, what is going on. A cluster that is stalled is not ready. */
function readiness(
  health: Finding,
  sync: Finding,
  stalled: Finding | undefined,
  reconciling: Finding | undefined,
): Finding {
  const unwell = [health, sync].find(({ status }) => status !== 'True');
  if (unwell) return unwell;
  return stalled ? { ...stalled, status: 'False' } : (reconciling ?? health);
}
