import { z } from 'zod';

/** A: v26.05.1 to v26.06.3 and 26.09.1. B: 26.09.2, known from source only. */
export type Generation = 'A' | 'B';

/** What one node shows of the three stores. */
export interface Stores {
  /** Ids in the latest Raft configuration that the node knows, committed or not; sorted. */
  readonly configuration: readonly string[];
  /** CPU cores over all entries of the replicated table, the one thing that the API shows of it. */
  readonly cores: number;
  /** Ids in the node's own registry; sorted. */
  readonly registry: readonly string[];
}

export interface Member {
  readonly suffrage: string;
  readonly id: string;
  readonly address: string;
}

/** The part of `GET /api/v1/cluster` that rows look at. */
export interface View {
  readonly id: string;
  readonly isLeader: boolean;
  readonly leader: string;
  readonly state: string;
  readonly term: number;
  readonly lastLogIndex: number;
  readonly stats: Readonly<Record<string, string>>;
  readonly members: readonly Member[];
  readonly cores: number;
  readonly membership: unknown;
}

const cluster = z.object({
  local_node_id: z.string(),
  total_cores: z.number().default(0),
  raft: z.object({
    is_leader: z.boolean(),
    leader_id: z.string(),
    state: z.string(),
    stats: z.record(z.string(), z.string()),
    membership: z.unknown().optional(),
  }),
});

/** Throws when the body is not that of a clustered node with Raft. */
export function parseView(body: unknown): View {
  const { local_node_id: id, total_cores: cores, raft } = cluster.parse(body);
  const { stats } = raft;
  return {
    id,
    cores,
    stats,
    isLeader: raft.is_leader,
    leader: raft.leader_id,
    state: raft.state,
    term: Number(stats['term']),
    lastLogIndex: Number(stats['last_log_index']),
    members: parseConfiguration(stats['latest_configuration'] ?? ''),
    membership: raft.membership,
  };
}

const SERVER = /\{Suffrage:(Voter|Nonvoter|Staging) ID:(\S+) Address:([^}]*)\}/g;

/** The whole of the Go text, or an error: what is left over may be a voter. */
function parseConfiguration(text: string): readonly Member[] {
  const members = [...text.matchAll(SERVER)].map(([, suffrage = '', id = '', address = '']) => ({
    suffrage,
    id,
    address,
  }));
  const rest = text.replaceAll(SERVER, '').replaceAll(/^\[ *\]$/g, '');
  if (rest !== '') throw new Error(`not a configuration as a whole: ${text}`);
  return members;
}
