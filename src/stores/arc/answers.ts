import { z } from 'zod';
import { parseStrictJson } from '../strict-json.ts';
import { InvalidAnswer } from './invalid-answer.ts';

/**
 * The parts of Arc's answers that are used; what else they hold is ignored, but for a key that appears twice: Go writes
 * none, so the whole answer is not Arc's.
 */

/** An id or a name: nothing that a terminal would act on or that is no text (U+FFFD). May hold spaces. */
const name = z
  .string()
  .max(256)
  .regex(/^[^\p{C}\uFFFD]*$/u, 'has characters that cannot be shown');

/** Go's uint64 as hashicorp/raft prints it. A JSON number is refused: beyond 2^53 it would be another one. */
const uint64 = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/, 'is not a decimal number')
  .transform(BigInt)
  .refine((value) => value < 2n ** 64n, 'is beyond 64 bits');

/** Go's `time.Time`; the zero time says that there was none. Kept as text: the store's clock is its own. */
const heartbeat = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/, 'is not a time')
  .transform((time) => (time === '0001-01-01T00:00:00Z' ? null : time));

const raftState = z.enum(['Leader', 'Follower', 'Candidate', 'Shutdown']);

/** hashicorp/raft's `Stats()`: every value is text. */
const raftStats = z.object({
  state: raftState,
  term: uint64,
  last_log_index: uint64,
  last_log_term: uint64,
  commit_index: uint64,
  num_peers: uint64,
  last_contact: z.string().max(64),
  /** 64 members of 850 characters. */
  latest_configuration: z.string().max(65_536),
});

/** Generation B, known from Arc's source only. `servers` is missing where the block holds an `error`. */
const raftMembership = z.object({
  servers: z
    .array(z.object({ id: z.string(), suffrage: z.string() }))
    .max(64)
    .nullish(),
});

const raft = z.object({
  enabled: z.literal(true),
  is_leader: z.boolean(),
  leader_id: name,
  state: raftState,
  stats: raftStats,
  membership: raftMembership.nullish(),
});

const clustered = z.object({
  enabled: z.literal(true),
  cluster_name: name,
  local_node_id: name.min(1),
  nodes: z.array(z.object({ id: name.min(1), last_heartbeat: heartbeat })).max(1_024),
  raft: z.discriminatedUnion('enabled', [z.object({ enabled: z.literal(false) }), raft]),
});

/** Clustering off, no licence for it, or the coordinator did not start: HTTP 200 all the same. */
const standalone = z.object({ enabled: z.literal(false), reason: z.string().catch('') });

const clusterAnswer = z.discriminatedUnion('enabled', [clustered, standalone]);
export type ClusterAnswer = z.output<typeof clusterAnswer>;
export type ClusteredAnswer = z.output<typeof clustered>;
export type RaftAnswer = z.output<typeof raft>;

const outcome = z.object({
  success: z.boolean().optional(),
  enabled: z.boolean().optional(),
  error: z.string().optional(),
  node_id: z.string().optional(),
});
export type Outcome = z.output<typeof outcome>;

/** `GET /api/v1/cluster` with status 200. Throws `InvalidAnswer`. */
export function decodeCluster(body: Uint8Array): ClusterAnswer {
  const result = clusterAnswer.safeParse(parseJson(body));
  if (result.success) return result.data;
  const [first] = result.error.issues.map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message}`);
  throw new InvalidAnswer(first);
}

/** `DELETE /api/v1/cluster/nodes/:id` with any status, and every refusal. Empty where the body is nothing of the kind. */
export function decodeOutcome(body: Uint8Array): Outcome {
  try {
    return outcome.parse(parseJson(body));
  } catch {
    return {};
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return parseStrictJson(body);
  } catch {
    // The cause quotes the body.
    throw new InvalidAnswer('the answer is not JSON in UTF-8 with every key once');
  }
}
