import { z } from 'zod';

import { conditions } from './status/conditions.ts';
import { members } from './status/members.ts';
import { decommissioned, leftovers, removal, removals } from './status/removals.ts';
import { absentees, statefulSets } from './status/pods.ts';
import { count, counter, memberId, message } from './schema/observed.ts';

export { verdicts } from './status/members.ts';

/**
 * What the operator found and did. `removal`, `removals`, `statefulSets`, `leftovers` and `decommissioned` are also its
 * memory (`decode.ts`): the next pass relies on them.
 */
export const raftClusterStatus = z
  .object({
    observedGeneration: z.int().optional().meta({
      description: 'metadata.generation of the spec that this status is about; -1 while there is none.',
    }),
    lastHandledReconcileAt: message.optional().meta({
      description: 'The last value of the annotation raftcluster.dev/requestedAt after which the members were asked.',
    }),
    leader: memberId.optional().meta({ description: 'Member id of the proven leader; absent while none is proven.' }),
    term: counter.optional().meta({ description: 'Raft term of the leader, a decimal number as text.' }),
    voters: count.optional().meta({ description: 'Voters in the configuration of the store, dead ones included.' }),
    liveVoters: count.optional().meta({
      description: 'Voters that answered and follow the leader, or are it. A Ready pod may be none.',
    }),
    quorum: count.optional().meta({
      description:
        'Votes needed: half of the voters, rounded down, plus one. Also the minAvailable of a PodDisruptionBudget over the ' +
        'pods of all voters (docs/user-guide.md).',
    }),
    faultTolerance: z.int32().optional().meta({
      description: 'liveVoters minus quorum: how many more voters may be lost before there is no leader.',
    }),
    members: members.optional(),
    statefulSets: statefulSets.optional(),
    absentees: absentees.optional(),
    leftovers: leftovers.optional(),
    decommissioned: decommissioned.optional(),
    removal: removal.optional(),
    removals: removals.optional(),
    conditions: conditions.optional(),
  })
  .meta({ description: 'What the operator found, plans and did. Written by the operator only.' });

/** What the CRD says while nobody has written a status: without it kstatus takes a new object for done. */
export const unwrittenStatus = { observedGeneration: -1 } as const;

export type RaftClusterStatus = z.output<typeof raftClusterStatus>;
