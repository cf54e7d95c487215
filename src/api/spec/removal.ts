import { z } from 'zod';

import { durationField } from '../schema/duration-field.ts';

export const removal = z
  .object({
    mode: z
      .enum(['Automatic', 'Observe'])
      .default('Automatic')
      .meta({
        description:
          'Automatic: members that are gone for good are removed. Observe: the plan is published in status, and nothing ' +
          'is ever removed.',
      }),
    delay: durationField(
      'The settling delay: how long a pod must have been unwanted and gone, without a break, before its ' +
        'member may be removed. A scale-up within it changes nothing in the store.',
      '60s',
      { from: '10s', to: '1h' },
    ),
    minVoters: z.int32().min(1).max(15).default(1).meta({
      description: 'No removal leaves fewer voters than this.',
    }),
    maxPerHour: z.int32().min(1).max(16).default(8).meta({
      description: 'A circuit breaker: at most this many removals are sent in any hour.',
    }),
  })
  .prefault({})
  .meta({ description: 'When members that are gone for good are removed.' });
