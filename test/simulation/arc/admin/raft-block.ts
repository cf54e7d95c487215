import type { ArcNode } from '../arc-node.ts';
import { printDuration } from './go-text.ts';
import { type Configuration, hasVote, printServers, votersOf } from '../raft/configuration.ts';

/** `raft` of GET /api/v1/cluster with the exact keys; `stats` is hashicorp/raft's own map, all text. */
export interface RaftBlock {
  readonly enabled: true;
  readonly is_leader: boolean;
  readonly leader_id: string;
  readonly leader_addr: string;
  readonly state: string;
  readonly stats: Readonly<Record<string, string>>;
  readonly membership?: unknown;
}

/** All of it at one moment. */
export function raftBlock(node: ArcNode): RaftBlock {
  return {
    ...readRole(node),
    stats: { ...readLog(node), ...readCommit(node), ...readMembers(node) },
    ...membership(node),
  };
}

/** Each part at a moment of its own, in the order in which Arc and `Stats()` ask for them, up to `split` ms apart. */
export function splitRaftBlock(
  node: ArcNode,
  wait: (then: () => void) => void,
  done: (block: RaftBlock) => void,
): void {
  const role = readRole(node);
  wait(() => {
    const log = readLog(node);
    wait(() => {
      const commit = readCommit(node);
      wait(() => done({ ...role, stats: { ...log, ...commit, ...readMembers(node) }, ...membership(node) }));
    });
  });
}

export function lastContact({ raft, now }: ArcNode): string {
  if (raft.isLeader) return '0';
  const { lastContact: at } = raft;
  return at === undefined ? 'never' : printDuration(now - at);
}

function readRole({ raft }: ArcNode): Omit<RaftBlock, 'stats'> {
  const { leaderId: leader_id, leaderAddress: leader_addr, isLeader: is_leader, state } = raft;
  return { enabled: true, is_leader, leader_id, leader_addr, state };
}

function readLog({ raft }: ArcNode): Record<string, string> {
  const { disk, state } = raft;
  return {
    last_log_index: String(disk.lastIndex),
    last_log_term: String(disk.lastTerm),
    last_snapshot_index: '0',
    last_snapshot_term: '0',
    state,
    term: String(disk.term),
  };
}

function readCommit({ raft }: ArcNode): Record<string, string> {
  return {
    commit_index: String(raft.commitIndex),
    applied_index: String(raft.appliedIndex),
    fsm_pending: '0',
    protocol_version: '3',
    protocol_version_min: '0',
    protocol_version_max: '3',
    snapshot_version_min: '0',
    snapshot_version_max: '1',
  };
}

function readMembers(node: ArcNode): Record<string, string> {
  const { latest } = node.raft.configurations;
  return {
    latest_configuration_index: '0',
    latest_configuration: printServers(latest),
    num_peers: String(hasVote(latest, node.id) ? votersOf(latest).length - 1 : 0),
    last_contact: lastContact(node),
  };
}

/** Generation B only; read in Arc's source, not recorded. */
function membership(node: ArcNode): { membership?: unknown } {
  if (node.settings.generation === 'A') return {};
  const { latest } = node.raft.configurations;
  const servers = latest.map(({ id, suffrage }) => serverBlock(node, id, suffrage));
  const unresolved = servers.filter(({ resolved }) => !resolved).length;
  return {
    membership: {
      servers,
      voting_servers: votersOf(latest).length,
      mismatches: servers.filter(({ matches }) => matches === false).length,
      unresolved,
      view: 'local',
      view_of: node.id,
      is_leader: node.raft.isLeader,
    },
  };
}

interface ServerBlock {
  readonly id: string;
  readonly suffrage: string;
  readonly role: string | null;
  readonly resolved: boolean;
  readonly expected?: string;
  readonly matches?: boolean;
}

function serverBlock(node: ArcNode, id: string, suffrage: Configuration[number]['suffrage']): ServerBlock {
  const role = node.registry.entries.get(id)?.record.role ?? null;
  const shown = suffrage.toLowerCase();
  if (role === null) return { id, suffrage: shown, role, resolved: false };
  const expected = role === 'writer' || role === 'standalone' ? 'voter' : 'nonvoter';
  return { id, suffrage: shown, role, resolved: true, expected, matches: expected === shown };
}
