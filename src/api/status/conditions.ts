import { z } from 'zod';

import { asMap } from '../schema/lists.ts';
import { message, reason, time } from '../schema/observed.ts';

/** In the order in which a status lists them. */
export const conditionTypes = [
  'Ready',
  'QuorumHealthy',
  'MembersInSync',
  'ScaleDownSafe',
  'RemovalBlocked',
  'Reconciling',
  'Stalled',
  'Suspended',
] as const;

export const condition = z.object({
  type: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Z][A-Za-z]*$/)
    .pipe(z.enum(conditionTypes))
    .meta({
      description:
        'Ready (the summary), QuorumHealthy, MembersInSync, ScaleDownSafe, RemovalBlocked; Reconciling, Stalled and ' +
        'Suspended are listed only while True.',
    }),
  status: z.enum(['True', 'False', 'Unknown']).meta({ description: 'Unknown: it can be neither proven nor refuted.' }),
  observedGeneration: z.int().min(0).meta({ description: 'metadata.generation of the spec that this is about.' }),
  lastTransitionTime: time.meta({ description: 'When status last changed.' }),
  reason: reason.meta({ description: 'Why, in one word; docs/reasons.md explains each.' }),
  message: message.meta({ description: 'Why, for people, with what to do about it.' }),
});

export const conditions = asMap(z.array(condition).max(16), 'type').meta({
  description: 'The state of the cluster in the form that kubectl wait and GitOps tools read.',
});
