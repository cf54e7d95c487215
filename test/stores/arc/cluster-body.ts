/** What an Arc node answers to `GET /api/v1/cluster`; every field may be set, so that a test can break any. */
export interface ClusterBody {
  self?: unknown;
  clusterName?: unknown;
  leader?: unknown;
  isLeader?: unknown;
  state?: unknown;
  /** Pairs of id and `last_heartbeat`. */
  registry?: readonly (readonly [id: unknown, lastHeartbeat: unknown])[];
  stats?: Readonly<Record<string, unknown>>;
  membership?: unknown;
}

/** The leader `arc-writer-0` of three voters in term 2, unless told otherwise. */
export function clusterBody(given: ClusterBody = {}): object {
  const { self = 'arc-writer-0', clusterName = 'arc', leader = 'arc-writer-0', state = 'Leader' } = given;
  const { isLeader = state === 'Leader', registry = [[self, zeroTime]], stats, membership } = given;
  return {
    enabled: true,
    mode: 'cluster',
    running: true,
    cluster_name: clusterName,
    local_node_id: self,
    node_count: registry.length,
    nodes: registry.map(([id, last_heartbeat]) => ({ id, name: id, state: 'healthy', last_heartbeat })),
    raft: {
      enabled: true,
      is_leader: isLeader,
      leader_id: leader,
      leader_addr: leader === '' ? '' : '10.0.0.1:9200',
      state,
      stats: {
        state,
        term: '2',
        last_log_index: '9',
        last_log_term: '2',
        commit_index: '8',
        num_peers: '2',
        last_contact: state === 'Leader' ? '0' : '21.5ms',
        latest_configuration: configurationText(threeVoters),
        latest_configuration_index: '0',
        ...stats,
      },
      ...(membership === undefined ? {} : { membership }),
    },
    router: { strategy: 'round_robin', active_connections: {} },
  };
}

/** The follower `arc-reader-0` of the same cluster. */
export function followerBody(given: ClusterBody = {}): object {
  return clusterBody({ self: 'arc-reader-0', state: 'Follower', ...given });
}

/** Go's zero time, which Arc shows for a node that it never heard from and for itself. */
export const zeroTime = '0001-01-01T00:00:00Z';

export const threeVoters = ['arc-writer-0', 'arc-reader-0', 'arc-reader-1'].map((id) => ({
  suffrage: 'Voter',
  id,
  address: `${id}.arc.svc.cluster.local:9200`,
}));

/** Servers as Go prints them with `%+v`. */
export function configurationText(servers: readonly { suffrage: string; id: string; address: string }[]): string {
  const printed = servers.map(({ suffrage, id, address }) => `{Suffrage:${suffrage} ID:${id} Address:${address}}`);
  return `[${printed.join(' ')}]`;
}
