import { z } from 'zod';
import type { Generation } from '../view.ts';

export const ZERO_TIME = '0001-01-01T00:00:00Z';

const time = z.iso.datetime({ offset: true });
const count = z.int().nonnegative();

const load = z.strictObject({
  cpu_usage: z.number(),
  memory_usage: z.number(),
  ingest_rate: z.number(),
  query_rate: z.number(),
  storage_used: count,
  connections: count,
  active_queries: count,
  compaction_jobs: count,
});

export const role = z.enum(['writer', 'reader', 'compactor', 'standalone']);

/** A node as the overview lists it. */
export const summary = z.strictObject({
  id: z.string(),
  name: z.string(),
  role,
  state: z.enum(['unknown', 'healthy', 'unhealthy', 'dead', 'joining', 'leaving']),
  // The coordinator's: host and port.
  address: z.string().regex(/^[^:\s]+:\d+$/),
  // Without a host in Kubernetes: of no use to a client.
  api_address: z.string().regex(/:\d+$/),
  version: z.string(),
  last_heartbeat: time,
  stats: load,
});

/** A node as the node routes show it. */
export const node = (generation: Generation) =>
  z.strictObject({
    ...summary.shape,
    cluster_name: z.string(),
    started_at: time,
    joined_at: time,
    failed_checks: count,
    ...(generation === 'B' && writerState),
  });

const writerState = { writer_state: z.string().optional(), is_active_compactor: z.boolean().optional() };

export const nodeList = (generation: Generation) => z.strictObject({ nodes: z.array(node(generation)), total: count });

export const localNode = (generation: Generation) =>
  z.strictObject({
    ...node(generation).shape,
    is_local: z.literal(true),
    capabilities: z.strictObject({
      can_ingest: z.boolean(),
      can_query: z.boolean(),
      can_compact: z.boolean(),
      can_coordinate: z.boolean(),
    }),
  });

export const health = z.strictObject({
  healthy: count,
  unhealthy: count,
  total: count,
  health_checker: z.strictObject({
    running: z.boolean(),
    check_interval_ms: count,
    check_timeout_ms: count,
    unhealthy_threshold: count,
  }),
});

/** `GET /health`; storage and license are blocks that depend on the configuration. */
export const alive = z.strictObject({
  status: z.literal('ok'),
  time,
  uptime: z.string(),
  uptime_sec: z.number(),
  storage: z.unknown().optional(),
  license: z.unknown().optional(),
});

export const ready = z.looseObject({ status: z.literal('ready') });
export const notReady = z.looseObject({ status: z.literal('not_ready'), reason: z.string() });
