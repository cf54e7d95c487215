import { describe, expect, test } from '@jest/globals';
import { adminToken, readToken } from './arc-cluster.ts';
import { type DeleteFault, deleteFaults } from './faults.ts';
import { formCluster } from './formed-cluster.ts';

const ids = ['arc-writer-0', 'arc-reader-0', 'arc-reader-1'];
const [leader = '', follower = '', victim = ''] = ids;
const cluster = '/api/v1/cluster';

describe('GET /api/v1/cluster', () => {
  test('has the keys that Arc was recorded with', async () => {
    const arc = await formCluster(ids);
    const { body } = await arc.tell(leader, 'GET', cluster);
    const keys = `cluster_name compactors enabled healthy_count local_node_id local_role mode node_count nodes raft readers router
      running total_cores writers`;
    expect(Object.keys(body).toSorted()).toEqual(keys.split(/\s+/));
    const { stats, ...raft } = body['raft'] as { stats: Record<string, string> };
    expect(raft).toEqual({
      enabled: true,
      is_leader: true,
      leader_addr: '10.0.0.0:9200',
      leader_id: leader,
      state: 'Leader',
    });
    const statistics = `applied_index commit_index fsm_pending last_contact last_log_index last_log_term last_snapshot_index
      last_snapshot_term latest_configuration latest_configuration_index num_peers protocol_version protocol_version_max
      protocol_version_min snapshot_version_max snapshot_version_min state term`;
    expect(Object.keys(stats).toSorted()).toEqual(statistics.split(/\s+/));
    expect(stats).toMatchObject({
      latest_configuration_index: '0',
      num_peers: '2',
      last_contact: '0',
      state: 'Leader',
    });
    expect(stats['latest_configuration']).toMatch(
      /^\[\{Suffrage:Voter ID:arc-writer-0 Address:arc-writer-0\.arc-writer-headless\.arc\.svc\.cluster\.local:9200\} \{/,
    );
  });

  test('a follower shows a contact below 80 ms, one that never joined no members at all', async () => {
    const arc = await formCluster(ids);
    arc.cluster.settings = { ...arc.cluster.settings, seeds: [] };
    arc.start('arc-reader-9');
    await arc.pass(3_000);
    for (let round = 0; round < 20; round++) {
      await arc.pass(37);
      const read = await arc.read(follower);
      expect(read).toMatchObject({ kind: 'view', view: { role: 'Follower', leaderId: leader } });
      if (read.kind === 'view') expect(read.view.leaderContact).toBeLessThan(80);
    }
    const { body } = await arc.tell('arc-reader-9', 'GET', cluster);
    expect(body).toMatchObject({
      node_count: 1,
      raft: { state: 'Follower', stats: { latest_configuration: '[]', last_contact: 'never', term: '0' } },
    });
  });

  test('generation B shows the members a second time', async () => {
    const arc = await formCluster(ids, { generation: 'B' });
    const { body } = await arc.tell(leader, 'GET', cluster);
    expect(body['raft']).toMatchObject({ membership: { voting_servers: 1, mismatches: 0, view_of: leader } });
    expect(await arc.read(leader)).toMatchObject({ kind: 'view' });
  });
});

describe('who may', () => {
  test.each([
    ['GET', cluster, '', 401, 'Authentication required'],
    ['GET', cluster, 'wrong', 401, 'Invalid or expired token'],
    ['GET', cluster, readToken, 200, undefined],
    ['GET', `${cluster}/files`, readToken, 403, 'Permission denied: admin required'],
    ['GET', `${cluster}/files`, adminToken, 200, undefined],
    ['DELETE', `${cluster}/nodes/x`, readToken, 403, 'Permission denied: admin required'],
    ['GET', '/health', '', 200, undefined],
    ['GET', '/ready', '', 200, undefined],
    ['POST', cluster, '', 401, 'Authentication required'],
    ['POST', cluster, adminToken, 405, 'Method Not Allowed'],
    ['GET', '/api/v1/clusterx', adminToken, 404, 'Cannot GET /api/v1/clusterx'],
    ['DELETE', `${cluster}/nodes/a/b`, adminToken, 404, `Cannot DELETE ${cluster}/nodes/a/b`],
    ['DELETE', `${cluster}/nodes/`, adminToken, 405, 'Method Not Allowed'],
  ] as const)('%s %s with token "%s": %d', async (method, path, token, status, error) => {
    const arc = await formCluster(ids);
    const told = await arc.tell(leader, method, path, token);
    expect([told.status, told.body['error']]).toEqual([status, error]);
  });

  test('all carriers of a token count, the first that is there decides', async () => {
    const arc = await formCluster(ids);
    const statuses = [];
    for (const headers of [
      { authorization: `Token ${adminToken}` },
      { authorization: adminToken },
      { 'x-api-key': adminToken },
      { authorization: 'Bearer wrong', 'x-api-key': adminToken },
    ])
      statuses.push((await arc.send(leader, 'GET', cluster, headers)).status);
    statuses.push((await arc.send(leader, 'GET', `${cluster}?p=${adminToken}`, {})).status);
    expect(statuses).toEqual([200, 200, 200, 401, 200]);
  });

  test('a node that does not know the token yet refuses it, the others take it', async () => {
    const arc = await formCluster(ids);
    arc.node(follower).faults.set({ token: 'unknown' });
    expect(await arc.read(follower)).toMatchObject({ kind: 'failed', failure: 'unauthorized' });
    expect(await arc.read(leader)).toMatchObject({ kind: 'view' });
  });
});

describe('DELETE /api/v1/cluster/nodes/:id', () => {
  const success = (id: string) => ({ success: true, message: 'node removed from cluster', node_id: id });
  const refused = (error: string) => ({ success: false, error });
  const self = 'cannot remove self from cluster — use graceful shutdown instead';

  test.each([
    ['an unknown id', leader, 'nosuch', 200, success('nosuch')],
    ['an id of 256 bytes', leader, 'x'.repeat(256), 200, success('x'.repeat(256))],
    ['an id of 257 bytes', leader, 'x'.repeat(257), 400, refused('invalid node ID')],
    ['an id of 257 bytes by a follower', follower, 'x'.repeat(257), 400, refused('invalid node ID')],
    ['itself', leader, leader, 400, refused(self)],
    ['itself by a follower', follower, follower, 400, refused(self)],
    ['another by a follower', follower, victim, 500, refused('not the leader')],
    ['the leader by a follower', follower, leader, 500, refused('not the leader')],
    ['an encoded id of a live node', leader, 'arc%2Dreader%2D1', 200, success('arc%2Dreader%2D1')],
  ])('%s', async (_, asked, id, status, body) => {
    const arc = await formCluster(ids);
    const told = await arc.remove(id, asked);
    expect([told.status, told.body]).toEqual([status, body]);
    expect(arc.members(leader)).toHaveLength(3);
    expect(arc.cluster.removals).toMatchObject([{ node: asked, member: id, from: 'client', status, fault: 'ok' }]);
  });

  test('a node that is not clustered answers everything with 200', async () => {
    for (const generation of ['A', 'B'] as const) {
      const arc = await formCluster(ids, { generation });
      arc.node(leader).faults.set({ clustered: false });
      const body = { enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' };
      const told = await arc.remove(victim);
      expect([told.status, told.body]).toEqual([200, generation === 'A' ? body : { ...body, success: false }]);
      expect(arc.members(leader)).toContain(victim);
    }
  });

  /** Status or what the driver takes it for, whether the id leaves the configuration, and whether the registry. */
  const outcomes: Readonly<Record<DeleteFault, readonly [string, boolean, boolean]>> = {
    ok: ['removed', true, true],
    lie: ['removed', false, false],
    'error-after-success': ['unknown', true, true],
    hang: ['unknown', false, false],
    'hang-after-success': ['unknown', true, true],
    'reset-after-success': ['unknown', true, true],
    'not-admin': ['forbidden', false, false],
    'enqueue-timeout': ['removed', false, true],
    'table-failure': ['unknown', true, false],
    slow: ['removed', true, true],
    'slow-before': ['removed', true, true],
    truncated: ['unknown', true, true],
    'not-json': ['unknown', true, true],
    'bad-gateway': ['unknown', false, false],
    'bad-gateway-after-success': ['unknown', true, true],
    unavailable: ['unknown', false, false],
    'step-down': ['notLeader', false, false],
    'step-down-after': ['removed', true, true],
  };

  test.each(deleteFaults)('fault %s', async (fault) => {
    const arc = await formCluster(ids);
    await arc.read(leader);
    arc.kill(victim);
    await arc.pass(1_000);
    arc.node(leader).faults.set({ delete: fault, count: 1 });
    const answer = await arc.removeByDriver(victim, leader);
    await arc.pass(500);
    const { configurations } = arc.node(leader).raft;
    const isGone = !configurations.latest.some(({ id }) => id === victim);
    const isForgotten = !arc.node(leader).registry.entries.has(victim);
    expect([answer.kind, isGone, isForgotten]).toEqual(outcomes[fault]);
    expect(arc.cluster.removals).toMatchObject([{ fault, member: victim, wasLeader: true }]);
  });

  test('a fault for one member and one removal leaves the others alone', async () => {
    const arc = await formCluster(ids);
    arc.kill(victim);
    arc.node(leader).faults.set({ delete: 'lie', member: victim, count: 1 });
    await arc.remove('nosuch');
    await arc.remove(victim);
    expect(arc.members(leader)).toContain(victim);
    await arc.remove(victim);
    expect(arc.members(leader)).not.toContain(victim);
  });
});
