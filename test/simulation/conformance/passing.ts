/** Something that one side may show and the other pass over, since it lasts only as long as something else takes. */
export interface Passing {
  /** Of which threads. */
  readonly of: RegExp;
  readonly state: RegExp;
  readonly why: string;
}

/** What lasts for longer has to be on both sides, listed here or not. Milliseconds: half of a poll interval. */
export const passes = 5_000;

/** All of them. How a thing began and how it ended always counts. */
export const passing: readonly Passing[] = [
  {
    of: /^(member|condition Ready|condition Reconciling)/,
    state: /(SetNotObserved|PodPresent|PodTerminating)$/,
    why: 'The StatefulSet controller and the kubelet are as fast as they are: a pass may find their work done.',
  },
  {
    of: /^set /,
    state: /^wants \d+, has \d+$/,
    why: 'The StatefulSet controller counts once for all pods that come or go between two of its passes.',
  },
  {
    of: /^(member|condition Ready|condition Reconciling)/,
    state: /(Settling|Queued)$/,
    why: 'A member settles for 10 s. For less only where it leaves by itself meanwhile, or waits for its turn.',
  },
  {
    of: /^condition (Ready|MembersInSync)$/,
    state: /^False RemovingVoter$/,
    why: 'Between a DELETE and its proof there is a status of its own only if the first read is too early.',
  },
  {
    of: /^removal$/,
    state: /^none$/,
    why: 'The next removal is recorded with the end of the one before, or a pass later.',
  },
  {
    of: /^(condition|member|leader$)/,
    state: /ViewsDisagree$|^unknown$/,
    why: 'A round that meets the nodes while an entry is on its way to them proves no leader; the next one is soon.',
  },
  {
    of: /^condition/,
    state: /(AdminUnreachable|NoLeader)$/,
    why: 'A process that starts does not answer yet, an election takes a second or two, and a round may fall in between.',
  },
  {
    of: /^(absentee|condition (Ready|MembersInSync)$)/,
    state: /^(NotAsked|Unreachable|Joining|not listed|False MemberMissing)$/,
    why: 'A pod that restarts is asked before it listens, before it has joined, or after.',
  },
  {
    of: /^(voters$|advice |condition ScaleDownSafe$)/,
    state:
      /^(\d+ voters, \d+ live, tolerance -?\d+|not known|\d+, safe down to \d+|False NoMargin|True ScaleDownPossible)$/,
    why: 'Numbers of the last round, and what follows from them: pods that come or go at one time are met one by one.',
  },
  {
    of: /^reads /,
    state: /\/files /,
    why: 'What the token may do is asked again when the leader is another pod.',
  },
];

/** The first entry that covers it, if any does. */
export function passingAs(thread: string, state: string): Passing | undefined {
  return passing.find((each) => each.of.test(thread) && each.state.test(state));
}
