import type { Context } from '../clauses/question.ts';
import { memberTarget } from '../clauses/targets.ts';
import type { Member, ReadFailure } from '../evidence.ts';
import { dissents } from '../views/liveness.ts';

/**
 * Why a member is not live although there is a leader, in words that follow its id: its pod may be Ready and nothing else
 * may show it. Undefined: it is live, or without a leader nobody can say.
 */
export function whyNotLive(member: Member, context: Pick<Context, 'facts' | 'settings' | 'judgement' | 'state'>) {
  const { facts, settings, judgement, state } = context;
  if (!state.leader || judgement.live.has(member.id)) return undefined;
  const dissent = judgement.dissents.get(member.id);
  if (dissent !== undefined) return dissents[dissent];
  const { pod, place } = memberTarget(member, facts, settings);
  // Only pods of the spec's sets are asked.
  if (pod === undefined || !settings.targets.some(({ set }) => set === place?.set))
    return 'has no pod that could be asked';
  if (facts.pods.get(pod) === 'absent') return 'has no pod';
  const result = judgement.newest.get(pod)?.result;
  switch (result?.kind) {
    // The round was over before it answered.
    case undefined:
      return failures.timeout;
    case 'view':
      return `has a pod that calls itself ${result.view.memberId}`;
    case 'notClustered':
      return 'says that it takes part in no cluster';
    case 'failed':
      return failures[result.failure];
  }
}

const failures: Readonly<Record<ReadFailure, string>> = {
  unreachable: 'cannot be reached',
  timeout: 'does not answer',
  tls: 'has a certificate that is not trusted',
  unauthorized: 'does not accept the admin token',
  forbidden: 'does not let the admin token look',
  unsupported: 'has no such admin API',
  invalid: 'answers what cannot be understood',
};
