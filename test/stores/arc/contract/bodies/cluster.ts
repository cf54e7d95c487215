import { z } from 'zod';
import type { Generation } from '../view.ts';
import { role, summary } from './node.ts';

const count = z.int().nonnegative();
const number = z.string().regex(/^\d+$/);

/** Go's text of a duration, with its µ that is not ASCII. */
const DURATION = /^(\d+(\.\d+)?(h|m|s|ms|µs|ns))+$/;

/** hashicorp's `Raft.Stats()`: text, all of it. */
const stats = z.strictObject({
  state: z.string(),
  term: number,
  last_log_index: number,
  last_log_term: number,
  commit_index: number,
  applied_index: number,
  fsm_pending: number,
  last_snapshot_index: number,
  last_snapshot_term: number,
  protocol_version: number,
  protocol_version_min: number,
  protocol_version_max: number,
  snapshot_version_min: number,
  snapshot_version_max: number,
  latest_configuration_index: z.literal('0'),
  latest_configuration: z.string().regex(/^\[.*\]$/),
  num_peers: number,
  last_contact: z.union([z.literal(['0', 'never']), z.string().regex(DURATION)]),
});

/** Generation B's structured member list; no addresses in it. */
export const membership = z.strictObject({
  servers: z.array(
    z.strictObject({
      id: z.string(),
      suffrage: z.enum(['voter', 'nonvoter', 'staging', 'unknown']),
      role: z.string().nullable(),
      resolved: z.boolean(),
      expected: z.string().optional(),
      matches: z.boolean().optional(),
    }),
  ),
  voting_servers: count,
  mismatches: count,
  unresolved: count,
  view: z.literal('local'),
  view_of: z.string(),
  is_leader: z.boolean(),
});

const raft = z.strictObject({
  enabled: z.literal(true),
  is_leader: z.boolean(),
  leader_id: z.string(),
  // ip:port, or empty while no leader is known.
  leader_addr: z.string().regex(/^([\d.]+:\d+|\[[\da-f:]+\]:\d+)?$/),
  state: z.enum(['Leader', 'Follower', 'Candidate', 'Shutdown']),
  stats,
});

const router = z.strictObject({
  strategy: z.string(),
  timeout_ms: count,
  retries: count,
  reader_index: count,
  writer_index: count,
  active_connections: z.record(z.string(), z.number()),
});

const overview = {
  enabled: z.literal(true),
  mode: z.literal('cluster'),
  running: z.literal(true),
  cluster_name: z.string(),
  local_node_id: z.string(),
  local_role: role,
  node_count: count,
  healthy_count: count,
  writers: count,
  readers: count,
  compactors: count,
  nodes: z.array(summary),
  raft,
  router,
  total_cores: count,
  max_cores: count.optional(),
  cores_remaining: count.optional(),
  license: z.strictObject({ valid: z.boolean(), tier: z.string(), features: z.array(z.string()) }).optional(),
};

/** `GET /api/v1/cluster` of a clustered node. */
function clusterBody(generation: Generation): z.ZodType {
  if (generation === 'A') return z.strictObject(overview);
  // B has more blocks, whose names are not known for sure.
  return z.looseObject({ ...overview, raft: z.strictObject({ ...raft.shape, membership }) });
}

/** The answer of every clustered node. */
export const clustered = ({ generation }: { readonly generation: Generation }) => ({
  status: 200,
  body: clusterBody(generation),
});

/** The same of a node without a folder for Raft's log. */
export function clusterBodyWithoutRaft(generation: Generation): z.ZodType {
  const { total_cores: cores, ...rest } = overview;
  const withoutRaft = { ...rest, total_cores: cores.optional(), raft: z.strictObject({ enabled: z.literal(false) }) };
  return generation === 'A' ? z.strictObject(withoutRaft) : z.looseObject(withoutRaft);
}
