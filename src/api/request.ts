import { z } from 'zod';

import { clipped } from './limits.ts';

/** People and their tools ask for a look at once by giving one of these a new value; which value says nothing. */
export const requestAnnotation = 'raftcluster.dev/requestedAt';
/** What Flux and its users set. */
const fluxAnnotation = 'reconcile.fluxcd.io/requestedAt';

/** Of all annotations only these are kept. */
export const requestAnnotations = z
  .object({ [requestAnnotation]: z.string().optional(), [fluxAnnotation]: z.string().optional() })
  .optional();

export type RequestAnnotations = z.output<typeof requestAnnotations>;

/** What `status.lastHandledReconcileAt` shows once it was done; the operator's own annotation counts before Flux's. */
export function requestedAt(annotations: RequestAnnotations): string | undefined {
  const value = annotations?.[requestAnnotation] ?? annotations?.[fluxAnnotation];
  return value === undefined ? undefined : clipped(value);
}

/** Whether nobody has asked between the two. */
export function isSameRequest(before: RequestAnnotations, after: RequestAnnotations): boolean {
  return (
    before?.[requestAnnotation] === after?.[requestAnnotation] && before?.[fluxAnnotation] === after?.[fluxAnnotation]
  );
}
