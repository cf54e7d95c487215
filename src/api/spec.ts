import { z } from 'zod';

import { admin } from './spec/admin.ts';
import { members } from './spec/members.ts';
import { limits } from './limits.ts';
import { asSet } from './schema/lists.ts';
import { memberId } from './schema/names.ts';
import { removal } from './spec/removal.ts';
import { scaleDownGuard } from './spec/scale-down-guard.ts';
import { withRules } from './schema/rule.ts';

const store = z
  .object({
    type: withRules(z.enum(['Arc']), {
      cel: 'self == oldSelf',
      message: 'cannot be changed: delete the RaftCluster and create it anew, which touches no voter',
    }).meta({
      description: 'The kind of store, which decides how its admin API is spoken to. It cannot be changed later.',
    }),
  })
  .meta({ description: 'The Raft-based system that runs in the pods.' });

/** What a person asks for. The CRD, the types and docs/api.md come from this schema. */
export const raftClusterSpec = z
  .object({
    store,
    members,
    admin,
    removal,
    decommission: asSet(z.array(memberId(limits.memberId)).max(limits.decommissioned))
      .default([])
      .meta({
        description:
          'Member ids that a person declares gone for good, for what Kubernetes cannot judge: a member whose StatefulSet ' +
          'was deleted or renamed, a voter that belongs to no StatefulSet, a protected ordinal. Each is removed once, ' +
          'after the settling delay, and never while its pod exists or is wanted. To have an id removed again, take its ' +
          'entry out and put it back.',
      }),
    scaleDownGuard,
    suspend: z
      .boolean()
      .default(false)
      .meta({
        description:
          'true: nothing is sent to the store and, once no removal is in flight, nothing is asked either. Use it ' +
          'while you change the cluster by hand.',
      }),
  })
  .meta({ description: 'Which pods form the Raft cluster, how to reach them, and when dead members are removed.' });

export type RaftClusterSpec = z.output<typeof raftClusterSpec>;

/**
 * The ordinals of the set at `index` of the spec that are never removed. A set that does not say gets [0] if it is the
 * first, else none: the first pod of the first set bootstraps a second cluster if it comes back empty and is no member.
 */
export function protectedOrdinals(spec: RaftClusterSpec, index: number): readonly number[] {
  return spec.members[index]?.protectedOrdinals ?? (index === 0 ? [0] : []);
}
