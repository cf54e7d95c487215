import { z } from 'zod';

import { limits } from '../limits.ts';
import { asMap } from '../schema/lists.ts';
import { count, message } from '../schema/observed.ts';

const statefulSet = z.object({
  name: z.string().min(1).max(253).meta({ description: 'Name of the StatefulSet.' }),
  uid: z.string().max(64).optional().meta({
    description:
      'UID of the StatefulSet whose members are judged. One re-created under its name has to be accepted first.',
  }),
  confirmedMemberId: z.string().max(253).optional().meta({
    description: 'The memberId template that a pod of the set has confirmed by the id it calls itself.',
  }),
  replicas: count.meta({ description: 'Pods that the StatefulSet wants.' }),
  start: count.optional().meta({
    description: 'The first ordinal that it wants (spec.ordinals.start); absent: 0.',
  }),
  voters: count.meta({ description: 'Voters that belong to the set, dead ones included.' }),
  liveVoters: count.meta({ description: 'Voters of the set that answered and follow the leader, or are it.' }),
  minSafeReplicas: count.meta({
    description:
      'The smallest number of replicas to which this set alone can be scaled in one step, now, without risk to the ' +
      'quorum. Equal to replicas: not at all.',
  }),
});

export const statefulSets = asMap(z.array(statefulSet).max(limits.sets), 'name').meta({
  description: 'What is known of each StatefulSet of the spec.',
});

const absentee = z.object({
  pod: z.string().min(1).max(253).meta({ description: 'Name of the pod.' }),
  why: z.string().max(64).meta({ description: 'What keeps it out, in one word.' }),
  message: message.meta({ description: 'What keeps it out, for people.' }),
});

export const absentees = asMap(z.array(absentee).max(limits.absentees), 'pod').meta({
  description: 'Pods that run but are no members of the store.',
});
