import { z } from 'zod';

import { limits } from '../limits.ts';
import { asMap, asSet } from '../schema/lists.ts';
import { count, counter, memberId, message, time } from '../schema/observed.ts';

export const removal = z
  .object({
    member: memberId.meta({ description: 'Id of the member that is being removed.' }),
    holder: z.string().max(limits.holder).meta({ description: 'The replica of the operator that began it.' }),
    phase: z.enum(['Removing', 'CleaningUp']).meta({
      description:
        'Removing: a member of the configuration. CleaningUp: what the store kept of one that is no member any more.',
    }),
    startedAt: time.meta({ description: 'When it began.' }),
    attempts: count.meta({ description: 'How many times it was begun.' }),
    term: counter.optional().meta({ description: 'Term of the leader when it began.' }),
    commitIndex: counter.optional().meta({
      description: 'Commit index of the leader when it began. A leader behind it is not one of this cluster.',
    }),
  })
  .meta({
    description:
      'The removal in flight. It ends by proof from the configuration of the store, never by an answer; and only when its request can take effect no more.',
  });

const finished = z.object({
  member: memberId.meta({ description: 'Id of the member.' }),
  startedAt: time.meta({ description: 'When it began.' }),
  finishedAt: time.meta({ description: 'When its end was proven.' }),
  result: z.enum(['Removed', 'NotRemoved']).meta({ description: 'What the configuration of the store proved.' }),
  answer: message.meta({ description: 'What the store answered, if it did.' }),
  evidence: message.meta({ description: 'What proved the result.' }),
});

export const removals = z.array(finished).max(limits.removals).meta({
  description: 'The last 16 finished removals.',
  'x-kubernetes-list-type': 'atomic',
});

const leftover = z.object({
  id: memberId.meta({ description: 'The id.' }),
  cleanedAt: time.meta({ description: 'When its clean-up was sent; it is sent once.' }),
});

export const leftovers = asMap(z.array(leftover).max(limits.leftovers), 'id').meta({
  description: 'Ids in other records of the store that are no members any more, and were cleaned up.',
});

export const decommissioned = asSet(z.array(memberId).max(limits.decommissioned)).meta({
  description: 'Entries of spec.decommission that were honoured. An id that is a member again is not removed again.',
});
