import { z } from 'zod';
import type { Generation } from '../view.ts';

/** A flat object with just these keys and values. */
function exactly(fields: Readonly<Record<string, string | number | boolean>>): z.ZodType {
  return z.strictObject(Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, z.literal(value)])));
}

/** What Arc's own handlers and its authentication say. */
export const refused = (error: string): z.ZodType => exactly({ success: false, error });
/** What the router and the read routes say. */
export const failed = (error: string): z.ZodType => exactly({ error });

export const notTheLeader = { status: 500, body: refused('not the leader') };
export const self = {
  status: 400,
  body: refused('cannot remove self from cluster — use graceful shutdown instead'),
};
export const unauthenticated = { status: 401, body: refused('Authentication required') };
export const invalidToken = { status: 401, body: refused('Invalid or expired token') };
export const notAdmin = { status: 403, body: refused('Permission denied: admin required') };
export const wrongMethod = { status: 405, body: failed('Method Not Allowed') };

/** A leader that lost its office between the log entry and its commit; the removal may still commit later. */
export const lostInTheMiddle = {
  status: 500,
  body: z.strictObject({
    success: z.literal(false),
    error: z
      .string()
      .regex(
        /^failed to remove node from cluster state: failed to apply command: (node is not the leader|leadership lost while committing log)$/,
      ),
  }),
};

/** 200, and nothing removed. */
export const standalone = ({ generation }: { readonly generation: Generation }) => ({
  status: 200,
  body: z.strictObject({
    ...(generation === 'B' && { success: z.literal(false) }),
    enabled: z.literal(false),
    mode: z.literal('standalone'),
    reason: z.enum([
      'Enterprise license not configured',
      'Enterprise license not valid',
      'License does not include clustering feature',
      'Clustering not enabled in configuration (cluster.enabled=false)',
    ]),
  }),
});

export const removed = (id: string) => ({
  status: 200,
  body: exactly({ success: true, message: 'node removed from cluster', node_id: id }),
});
