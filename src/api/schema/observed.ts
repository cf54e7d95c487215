import { z } from 'zod';

import { limits } from '../limits.ts';
import { reasons } from '../reasons.ts';

/** The kinds of values that a status is made of. */

export const count = z.int32().min(0);

/** A term or an index of a Raft log: a decimal number as text, since it may pass what a JSON number can hold. */
export const counter = z
  .string()
  .max(20)
  .regex(/^[0-9]+$/);

/** An id as the store gave it. */
export const memberId = z.string().min(1).max(limits.memberId);

/** Wall time, RFC 3339. */
export const time = z.iso.datetime({ offset: true });

export const message = z.string().max(limits.text);

/**
 * A reason of `reasons.ts`. The CRD asks for its form only, so that an operator newer than the CRD can still write its
 * status.
 */
export const reason = z
  .string()
  .max(64)
  .regex(/^[A-Z][A-Za-z]*$/)
  .pipe(z.enum(reasons));
