import { describe, expect, test } from '@jest/globals';
import { type FormedCluster, formCluster } from './formed-cluster.ts';

/** The rows of arc-admin-api §9, on the model, over several seeds: what was measured is what it does. */
const seeds = Array.from({ length: 5 }, (_, index) => index + 1);
const three = ['arc-writer-0', 'arc-reader-0', 'arc-reader-1'];
const five = [...three, 'arc-writer-1', 'arc-writer-2'];
const [leader = '', first = '', second = ''] = three;
const lostOffice = 'failed to remove node from cluster state: failed to apply command: node is not the leader';

async function inEach(ids: readonly string[], situation: (arc: FormedCluster) => Promise<void>): Promise<void> {
  for (const seed of seeds) {
    const arc = await formCluster(ids, { seed });
    await arc.warm(leader);
    await situation(arc);
    expect(arc.cluster.ledger.breaches).toEqual([]);
  }
}

const hasLeader = (arc: FormedCluster): boolean => arc.leader !== undefined;
const committedIds = (arc: FormedCluster): readonly string[] => arc.cluster.committed.map(({ id }) => id);

describe('with a quorum', () => {
  test('a dead voter, the same again and an unknown id are all removed, two log entries each', async () => {
    await inEach(three, async (arc) => {
      arc.kill(second);
      await arc.pass(2_500);
      for (const member of [second, second, 'nosuch']) {
        const before = arc.node(leader).raft.disk.lastIndex;
        const { status, body, took } = await arc.remove(member);
        expect([status, body]).toEqual([200, { success: true, message: 'node removed from cluster', node_id: member }]);
        expect(arc.node(leader).raft.disk.lastIndex).toBe(before + 2);
        expect(took).toBeLessThan(32);
      }
      expect(committedIds(arc)).toEqual([leader, first]);
    });
  });

  test('a dead nonvoter and a live one are removed', async () => {
    const arc = await formCluster(three, { generation: 'B' });
    expect(arc.cluster.committed.map(({ suffrage }) => suffrage)).toEqual(['Voter', 'Nonvoter', 'Nonvoter']);
    arc.kill(second);
    expect((await arc.remove(second)).status).toBe(200);
    expect((await arc.remove(first)).status).toBe(200);
    expect(committedIds(arc)).toEqual([leader]);
  });

  test('two dead voters of five are removed one after the other and in parallel', async () => {
    await inEach(five, async (arc) => {
      arc.kill('arc-writer-1', 'arc-writer-2');
      await arc.pass(1_000);
      const sent = ['arc-writer-1', 'arc-writer-2'].map(async (member) =>
        arc.begin(leader, 'DELETE', `/api/v1/cluster/nodes/${member}`),
      );
      await arc.pass(100);
      expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200]);
      expect(committedIds(arc).toSorted()).toEqual(three.toSorted());
    });
  });

  test('followers frozen for 250 ms only delay it', async () => {
    await inEach(three, async (arc) => {
      arc.freeze(first, second);
      const sent = arc.begin(leader, 'DELETE', '/api/v1/cluster/nodes/nosuch');
      await arc.pass(250);
      arc.thaw(first, second);
      await arc.pass(250);
      const { status, took } = await sent;
      expect(status).toBe(200);
      expect(took).toBeGreaterThan(248);
    });
  });

  test('it commits after the client gave up, when frozen followers wake', async () => {
    await inEach(three, async (arc) => {
      arc.kill(second);
      await arc.pass(1_000);
      arc.freeze(first);
      const sent = arc.begin(leader, 'DELETE', `/api/v1/cluster/nodes/${second}`);
      await arc.pass(150);
      expect(committedIds(arc)).toContain(second);
      arc.thaw(first);
      await arc.pass(200);
      expect(committedIds(arc)).not.toContain(second);
      expect((await sent).status).toBe(200);
    });
  });

  test('a leader that dies is followed within 3.5 s, and its ghost can be removed', async () => {
    await inEach(three, async (arc) => {
      arc.kill(leader);
      await arc.until('a new leader', () => hasLeader(arc), 3_500);
      expect(arc.timeline.now).toBeGreaterThan(1_500);
      expect(committedIds(arc)).toContain(leader);
      await arc.pass(200);
      expect((await arc.remove(leader)).status).toBe(200);
      expect(committedIds(arc)).not.toContain(leader);
    });
  });

  test('a member that campaigned for a while deposes the leader when it is taken in again', async () => {
    await inEach(three, async (arc) => {
      arc.kill(second);
      expect((await arc.remove(second)).status).toBe(200);
      arc.cluster.settings = { ...arc.cluster.settings, firstLook: [6_000, 6_000] };
      arc.start(second);
      await arc.pass(6_000);
      const { raft } = arc.node(second);
      expect([raft.state, arc.leader]).toEqual(['Candidate', leader]);
      expect(raft.disk.term).toBeGreaterThan(arc.node(leader).raft.disk.term + 2);
      const reigns = arc.cluster.ledger.reigns.length;
      await arc.until('all three live', () => arc.cluster.liveVoters.length === 3, 20_000);
      expect(arc.cluster.ledger.reigns.length).toBeGreaterThan(reigns);
    });
  });
});

describe('of two voters', () => {
  test('one that died less than 100 ms ago is removed by luck', async () => {
    const arc = await formCluster([leader, first]);
    await arc.warm(leader);
    arc.kill(first);
    await arc.pass(90);
    expect((await arc.remove(first)).status).toBe(200);
    expect(committedIds(arc)).toEqual([leader]);
  });

  test('one that died 2.5 s ago stays for ever', async () => {
    const arc = await formCluster([leader, first]);
    arc.kill(first);
    for (let round = 0; round < 3; round++) {
      await arc.pass(2_500);
      const { status, body } = await arc.remove(first, leader);
      expect([status, body]).toEqual([500, { success: false, error: 'not the leader' }]);
    }
  });

  test('the last voter cannot be removed', async () => {
    const arc = await formCluster([leader]);
    await arc.pass(100);
    const errors: (string | null)[] = [];
    arc.node(leader).raft.change({ kind: 'removeServer', id: leader }, (error) => errors.push(error));
    expect(errors).toEqual([expect.stringContaining('need at least one voter in configuration')]);
  });
});

describe('without a quorum', () => {
  /** Removes `first` while both followers are dead, inside the lease. */
  async function removeInsideTheLease(arc: FormedCluster): Promise<void> {
    arc.kill(first, second);
    const { status, body, took } = await arc.remove(first, leader);
    expect([status, body['error']]).toEqual([500, lostOffice]);
    expect(took).toBeGreaterThan(400);
    expect(took).toBeLessThan(550);
    await arc.pass(3_000);
    expect(arc.leader).toBeUndefined();
  }

  test('after the lease nothing is even tried', async () => {
    await inEach(three, async (arc) => {
      arc.kill(first, second);
      await arc.pass(600);
      const { status, body } = await arc.remove(first, leader);
      expect([status, body]).toEqual([500, { success: false, error: 'not the leader' }]);
      expect(arc.members(leader)).toContain(first);
    });
  });

  test('an ex-leader goes on to show a removal that was never committed', async () => {
    await inEach(three, async (arc) => {
      await removeInsideTheLease(arc);
      expect(arc.members(leader)).not.toContain(first);
      expect(committedIds(arc)).toContain(first);
    });
  });

  test('only the one that was not deleted returns: the removal commits', async () => {
    await inEach(three, async (arc) => {
      await removeInsideTheLease(arc);
      arc.start(second);
      await arc.until('the removal commits', () => !committedIds(arc).includes(first), 15_000);
    });
  });

  test('both return: it commits or is rolled back, as it happens', async () => {
    const outcomes = new Set<boolean>();
    await inEach(three, async (arc) => {
      await removeInsideTheLease(arc);
      arc.start(first);
      arc.start(second);
      await arc.until('three live voters', () => arc.cluster.liveVoters.length === 3, 30_000);
      const configurations = arc.cluster.ledger.real?.entries.filter(({ payload }) => payload.kind === 'configuration');
      outcomes.add(configurations?.length === 3);
    });
    expect(outcomes.size).toBe(2);
  });

  test('only the deleted one returns: no leader, although without the DELETE there would be one', async () => {
    await inEach(three, async (arc) => {
      await removeInsideTheLease(arc);
      arc.start(first);
      await arc.pass(20_000);
      expect(arc.leader).toBeUndefined();
    });
  });

  test('three of five die: it commits when another one returns, and the registry still lists the id', async () => {
    await inEach(five, async (arc) => {
      arc.kill(second, 'arc-writer-1', 'arc-writer-2');
      expect((await arc.remove('arc-writer-2', leader)).body['error']).toBe(lostOffice);
      await arc.pass(2_000);
      arc.start('arc-writer-1');
      await arc.until('the removal commits', () => committedIds(arc).length === 4, 15_000);
      expect(arc.node(leader).registry.entries.has('arc-writer-2')).toBe(true);
    });
  });

  test('the wedge: a live follower removed while another is dead stops the cluster until that one returns', async () => {
    await inEach(three, async (arc) => {
      arc.kill(second);
      await arc.pass(2_500);
      const { body, took } = await arc.remove(first);
      expect(body['error']).toBe(lostOffice);
      expect(took).toBeLessThan(500);
      await arc.pass(20_000);
      expect(arc.leader).toBeUndefined();
      arc.kill(leader, first);
      arc.start(leader);
      arc.start(first);
      await arc.pass(20_000);
      expect(arc.leader).toBeUndefined();
      arc.start(second);
      await arc.until('the removal of the live follower commits', () => !committedIds(arc).includes(first), 15_000);
      expect(arc.process(first).isReady()).toBe(true);
    });
  });
});
