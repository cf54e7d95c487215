import { quorumLostAdvice } from './advice.ts';
import type { Finding, Findings } from './findings.ts';
import { whyNotLive } from './not-live.ts';
import type { Context } from '../clauses/question.ts';
import { isFlying } from './rows.ts';

/** A leader, and live voters ≥ q(n). */
export function quorumHealth(context: Context): Finding {
  const { facts, settings, judgement, state } = context;
  if (state.leader) {
    const { liveVoters, voters, quorum } = judgement;
    const counts = `${liveVoters.length} of ${voters.length} voters are live, ${quorum} are needed`;
    return {
      status: 'True',
      reason: 'Healthy',
      message: `${counts}; ${state.leader.view.memberId} leads.${notLive(context)}`,
    };
  }
  const { reason, message } = state.problem;
  const advice = reason === 'QuorumLost' ? ` ${quorumLostAdvice(facts, settings, judgement)}` : '';
  return { status: state.quorumHealthy, reason, message: message + advice };
}

/** Every member that is not live, and why: its pod may be Ready. */
function notLive(context: Context): string {
  const named = context.judgement.configuration.flatMap((member) => {
    const why = whyNotLive(member, context);
    return why === undefined ? [] : `${member.id} ${why}`;
  });
  return named.length > 0 ? ` Not live: ${named.toSorted().join(', ')}.` : '';
}

/** No member is gone for good, and every in-range pod that says it is clustered is a member. */
export function membersSync({ context, opinions, absentees }: Findings): Finding {
  const { state, life } = context;
  if (!state.leader) return { status: 'Unknown', ...state.problem };
  const flying = opinions.filter(({ target }) => isFlying(target.id, life));
  const dead = opinions
    .filter((opinion) => opinion.goneForGood || flying.includes(opinion))
    .map(({ target }) => target.id);
  if (dead.length > 0) {
    const reason = flying.length > 0 ? 'RemovingVoter' : 'DeadVoterPending';
    return { status: 'False', reason, message: `Gone for good, but still members: ${dead.join(', ')}.` };
  }
  const strays = absentees.filter(({ inRange, why }) => inRange && (why === 'Joining' || why === 'OtherId'));
  const [stray] = strays;
  return stray
    ? {
        status: 'False',
        reason: 'MemberMissing',
        message: `${strays.map(({ pod }) => pod).join(', ')}: ${stray.message}`,
      }
    : { status: 'True', reason: 'InSync', message: 'No member is gone for good, and every clustered pod is a member.' };
}

/** Every set whose highest in-range ordinal exists and is not protected may lose one pod. */
export function scaleDownSafety({ context: { state, judgement }, setRows }: Findings): Finding {
  if (!state.leader) return { status: 'Unknown', ...state.problem };
  const tight = setRows.filter(({ row, mayShrink }) => mayShrink && row.minSafeReplicas >= row.replicas);
  const { voters, liveVoters, quorum } = judgement;
  const counts = `${liveVoters.length} of ${voters.length} voters are live, ${quorum} are needed`;
  return tight.length > 0
    ? {
        status: 'False',
        reason: 'NoMargin',
        message: `May not lose a pod now: ${tight.map(({ row }) => row.name).join(', ')}. ${counts}.`,
      }
    : { status: 'True', reason: 'ScaleDownPossible', message: 'Every StatefulSet may lose one pod.' };
}
