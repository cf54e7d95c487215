import { z } from 'zod';

import { limits } from '../limits.ts';
import { asMap } from '../schema/lists.ts';
import { count, memberId, message, reason, time } from '../schema/observed.ts';

export const verdicts = ['Keep', 'Waiting', 'Blocked', 'Removing', 'Unmanaged'] as const;

const member = z.object({
  id: memberId.meta({ description: 'Member id in the configuration of the store.' }),
  suffrage: z.enum(['Voter', 'Nonvoter', 'Staging']).meta({ description: 'Whether it votes.' }),
  statefulSet: z.string().max(253).optional().meta({ description: 'The StatefulSet that the id maps to, if any.' }),
  ordinal: count.optional().meta({ description: 'The ordinal of its pod, if the id maps to one.' }),
  live: z.boolean().meta({ description: 'Whether it answered and follows the leader, or is it.' }),
  verdict: z.enum(verdicts).meta({
    description:
      'Keep: it stays. Waiting: it will be removed unless something changes. Blocked: it should go, or cannot be ' +
      'judged, and a person may have to act. Removing: its removal is next or in flight. Unmanaged: it belongs to no ' +
      'StatefulSet of the spec.',
  }),
  reason: reason.meta({ description: 'Why, in one word; docs/reasons.md explains each.' }),
  since: time.meta({ description: 'Since when verdict and reason are so.' }),
  removableAt: time.optional().meta({ description: 'When the settling delay ends, while it runs.' }),
  message: message.meta({ description: 'Why, for people, with what to do about it.' }),
});

export const members = asMap(z.array(member).max(limits.members), 'id').meta({
  description: 'Every member of the store, by id, with what the operator thinks of it.',
});
