import { placeOf } from '../identity.ts';
import type { Judgement } from '../judgement.ts';
import type { Facts } from '../observation.ts';
import { problem } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Settings } from '../settings.ts';

/** Why nothing can be proven (removal rule §5, "Known against unknown"): the cause that a person should look at first. */
export function whyUnknown(facts: Facts, settings: Settings, judgement: Judgement): Problem {
  const missing = missingSets(facts, settings);
  if (missing !== undefined) return missing;
  if (isHibernating(facts, settings)) return problem('Hibernating', 'All StatefulSets of the cluster are scaled to 0.');
  if (judgement.strangers.length > 0 && judgement.views.length === 0) {
    const names = judgement.strangers.map(({ pod, view }) => `pod ${pod} calls itself ${view.memberId}`);
    return problem('IdentityMismatch', `${names.join(', ')}: correct spec.members[].memberId.`);
  }
  const unmanaged = unmanagedLeader(settings, judgement);
  if (unmanaged !== undefined) {
    return problem('LeaderUnmanaged', `The leader ${unmanaged} is in no StatefulSet of the spec.`);
  }
  return firstFailure(judgement) ?? silence(facts, judgement);
}

/** Absence is told before deletion: the one lasts. */
function missingSets(facts: Facts, { targets, namespace }: Settings): Problem | undefined {
  const sets = targets.map(({ set }) => ({ set, found: facts.sets.get(set) }));
  const absent = sets.filter(({ found }) => found === 'absent');
  const deleted = sets.filter(({ found }) => found !== undefined && found !== 'absent' && found.deleting);
  const named = (some: typeof sets) => `StatefulSet ${some.map(({ set }) => set).join(', ')}`;
  if (absent.length > 0) {
    return problem(
      'TargetMissing',
      `${named(absent)} does not exist in namespace ${namespace}: create it, or correct spec.members[].statefulSet.`,
    );
  }
  return deleted.length > 0 ? problem('TargetMissing', `${named(deleted)} is being deleted.`) : undefined;
}

/** No set of the spec is known to want a pod. One that is being deleted wants none, whatever its spec says. */
export function isHibernating(facts: Facts, settings: Settings): boolean {
  return settings.targets.every(({ set: name }) => {
    const set = facts.sets.get(name);
    return set === undefined || set === 'absent' || set.deleting || set.replicas === 0;
  });
}

/** A leader outside the spec that all but one of a quorum follow: the one is itself. */
function unmanagedLeader(settings: Settings, { views, quorum }: Judgement): string | undefined {
  return views
    .flatMap(({ view }) => view.leaderId ?? [])
    .filter((leaderId) => placeOf(leaderId, settings) === undefined)
    .find((leaderId) => views.filter(({ view }) => view.leaderId === leaderId).length >= quorum - 1);
}

/** The failures that a person can mend stand before those that may pass. */
const reasons = [
  ['unauthorized', 'AdminUnauthorized'],
  ['forbidden', 'AdminForbidden'],
  ['unsupported', 'StoreUnsupported'],
  ['invalid', 'StoreAnswerInvalid'],
  ['notClustered', 'NotClustered'],
  ['tls', 'AdminUnreachable'],
  ['unreachable', 'AdminUnreachable'],
  ['timeout', 'AdminUnreachable'],
] as const;

function firstFailure({ newest }: Judgement): Problem | undefined {
  const failures = [...newest].flatMap(([pod, { result }]) =>
    result.kind === 'view'
      ? []
      : [
          result.kind === 'failed'
            ? { pod, kind: result.failure, text: result.message }
            : { pod, kind: result.kind, text: `it takes part in no cluster: ${result.message}` },
        ],
  );
  for (const [kind, reason] of reasons) {
    const [first, ...others] = failures.filter((failure) => failure.kind === kind);
    if (!first) continue;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return problem(reason, `${first.pod}${more}: ${sentence(first.text)}`);
  }
  return undefined;
}

/** What a driver or a node said, so that more can follow it. */
function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function silence(facts: Facts, { views, leader }: Judgement): Problem {
  if (leader) return problem('AdminUnreachable', 'The other voters do not answer.');
  if (views.some(({ view }) => view.leaderId !== null)) {
    return problem('AdminUnreachable', 'The leader that the answering voters name does not answer.');
  }
  if (views.length > 0) return problem('AdminUnreachable', 'Too few voters answer to know whether there is a leader.');
  const exist = [...facts.pods.values()].some((pod) => pod !== 'absent');
  return problem(
    'AdminUnreachable',
    exist ? 'No pod of the cluster can be asked yet.' : 'No pod of the cluster exists.',
  );
}
