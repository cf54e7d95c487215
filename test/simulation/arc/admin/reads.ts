import { epoch } from '../../engine/process.ts';
import type { ArcNode } from '../arc-node.ts';
import { printTime, zeroTime } from './go-text.ts';
import type { RegistryEntry } from '../peers/registry.ts';
import { type Answer, failure, json } from './answer.ts';
import type { RaftBlock } from './raft-block.ts';

const idle = {
  cpu_usage: 0,
  memory_usage: 0,
  ingest_rate: 0,
  query_rate: 0,
  storage_used: 0,
  connections: 0,
  active_queries: 0,
  compaction_jobs: 0,
};

/** GET /api/v1/cluster: the local registry beside a view of Raft; nothing makes the two agree. */
export function overview(node: ArcNode, raft: RaftBlock): Record<string, unknown> {
  const entries = [...node.registry.entries.values()];
  const inRole = (role: string): number => entries.filter(({ record }) => record.role === role).length;
  return {
    enabled: true,
    mode: 'cluster',
    running: true,
    cluster_name: node.record.clusterName,
    local_node_id: node.id,
    local_role: node.record.role,
    node_count: entries.length,
    healthy_count: entries.filter((entry) => isHealthy(node, entry)).length,
    writers: inRole('writer'),
    readers: inRole('reader'),
    compactors: inRole('compactor'),
    nodes: entries.map((entry) => summary(node, entry)),
    raft,
    router: {
      strategy: 'round_robin',
      timeout_ms: 5_000,
      retries: 3,
      reader_index: 0,
      writer_index: 0,
      active_connections: {},
    },
    total_cores: node.table.cores,
  };
}

export function nodes(node: ArcNode): Answer {
  const all = [...node.registry.entries.values()].map((entry) => detail(node, entry));
  return json(200, { nodes: all, total: all.length });
}

export function oneNode(node: ArcNode, id: string): Answer {
  if (id.length > 256) return failure(400, 'Invalid node ID');
  const entry = node.registry.entries.get(id);
  return entry === undefined ? failure(404, 'Node not found') : json(200, detail(node, entry));
}

export function local(node: ArcNode): Answer {
  const { role } = node.record;
  const capabilities = {
    can_ingest: role === 'writer',
    can_query: role !== 'compactor',
    can_compact: role === 'compactor',
    can_coordinate: role === 'writer',
  };
  return json(200, { ...detail(node, node.registry.local), is_local: true, capabilities });
}

export function health(node: ArcNode): Answer {
  const entries = [...node.registry.entries.values()];
  const healthy = entries.filter((entry) => isHealthy(node, entry)).length;
  const health_checker = {
    running: true,
    check_interval_ms: 5_000,
    check_timeout_ms: 3_000,
    unhealthy_threshold: 3,
  };
  return json(200, { healthy, unhealthy: entries.length - healthy, total: entries.length, health_checker });
}

function isHealthy(node: ArcNode, entry: RegistryEntry<ArcNode>): boolean {
  return node.registry.health(entry, node.now) === 'healthy';
}

/** A node as the overview lists it. */
function summary(node: ArcNode, entry: RegistryEntry<ArcNode>): Record<string, unknown> {
  const { record, pulse } = entry;
  return {
    id: record.id,
    name: record.id,
    role: record.role,
    state: node.registry.health(entry, node.now),
    address: record.address,
    api_address: ':8000',
    version: record.version,
    last_heartbeat: shown(pulse?.stamp(node.now, node.skew)),
    stats: idle,
  };
}

/** A node as the node routes show it. */
function detail(node: ArcNode, entry: RegistryEntry<ArcNode>): Record<string, unknown> {
  return {
    ...summary(node, entry),
    cluster_name: entry.record.clusterName,
    started_at: shown(entry.startedAt),
    joined_at: entry.pulse === undefined ? shown(entry.startedAt) : zeroTime,
    failed_checks: node.registry.failedChecks(entry, node.now),
  };
}

/** Milliseconds of the run, by the node's clock, as wall time. */
function shown(time: number | undefined): string {
  return printTime(time === undefined ? undefined : epoch + time);
}
