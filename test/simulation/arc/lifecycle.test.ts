import { describe, expect, test } from '@jest/globals';
import { formCluster } from './formed-cluster.ts';

const ids = ['arc-writer-0', 'arc-reader-0', 'arc-reader-1'];
const [leader = '', first = '', second = ''] = ids;

const seeds = [1, 2, 3, 4];

describe('leaving', () => {
  test('a follower that leaves is removed everywhere, 10 s after SIGTERM', async () => {
    const arc = await formCluster(ids);
    let isDone = false;
    arc.process(second).stop(true, () => (isDone = true));
    expect(arc.process(second).isReady()).toBe(false);
    await arc.pass(9_900);
    expect([isDone, arc.cluster.committed.length]).toEqual([false, 3]);
    await arc.pass(500);
    expect([isDone, arc.cluster.committed.map(({ id }) => id)]).toEqual([true, [leader, first]]);
    for (const id of [leader, first])
      expect([...arc.node(id).registry.entries.keys()].toSorted()).toEqual([first, leader]);
  });

  test('a leader that leaves stays in the configuration and is gone from the registries', async () => {
    const arc = await formCluster(ids);
    arc.process(leader).stop(true, () => {});
    await arc.pass(16_000);
    const next = arc.leader ?? '';
    expect([first, second]).toContain(next);
    expect(arc.cluster.committed.map(({ id }) => id)).toContain(leader);
    expect(arc.node(next).registry.entries.has(leader)).toBe(false);
  });

  test('one whose shutdown budget is used up stays in all three stores', async () => {
    const arc = await formCluster(ids, { leaves: false });
    arc.process(second).stop(true, () => {});
    await arc.pass(16_000);
    expect(arc.cluster.committed).toHaveLength(3);
    expect(arc.node(leader).registry.entries.has(second)).toBe(true);
  });
});

describe('coming back', () => {
  test('with its disk and without it a listed member goes on, and the term stays', async () => {
    for (const volume of [second, 'an empty one']) {
      const arc = await formCluster(ids);
      arc.kill(second);
      await arc.pass(5_000);
      arc.start(second, volume);
      await arc.until('three live voters', () => arc.cluster.liveVoters.length === 3, 20_000);
      expect(arc.node(leader).raft.disk.term).toBe(2);
      expect(arc.cluster.ledger.breaches).toEqual([]);
    }
  });

  test('generation A: a live node that was removed joins again within some 5 s', async () => {
    for (const seed of seeds) {
      const arc = await formCluster(ids, { seed });
      expect((await arc.remove(second)).status).toBe(200);
      expect(arc.cluster.committed).toHaveLength(2);
      await arc.until('it is back', () => arc.cluster.committed.length === 3, 6_500);
    }
  });

  test('generation B: it stays out until its process restarts', async () => {
    const arc = await formCluster(ids, { generation: 'B' });
    await arc.remove(second);
    await arc.pass(60_000);
    expect(arc.cluster.committed).toHaveLength(2);
    arc.kill(second);
    arc.start(second);
    await arc.until('it is back', () => arc.cluster.committed.length === 3, 20_000);
  });

  test('the bootstrap node without its disk makes a second cluster once it was removed', async () => {
    const arc = await formCluster(ids);
    arc.kill(leader);
    await arc.until('a new leader', () => arc.leader !== undefined);
    await arc.pass(500);
    await arc.remove(leader);
    arc.start(leader, 'an empty volume');
    await arc.pass(10_000);
    expect(arc.node(leader).raft.isLeader).toBe(true);
    expect(arc.members(leader)).toEqual([leader]);
    expect(arc.cluster.committed.map(({ id }) => id)).toEqual([first, second]);
    expect([first, second]).toContain(arc.leader);
  });

  test('while it is still listed, the real leader takes it in', async () => {
    for (const seed of seeds) {
      const arc = await formCluster(ids, { seed });
      arc.kill(leader);
      await arc.until('a new leader', () => arc.leader !== undefined);
      await arc.pass(500);
      arc.start(leader, 'an empty volume');
      await arc.until('three live voters', () => arc.cluster.liveVoters.length === 3, 20_000);
      expect(arc.node(leader).raft.isLeader).toBe(false);
    }
  });

  test('two runs never share a disk: the second waits for the end of the first', async () => {
    const arc = await formCluster(ids);
    const old = arc.process(second);
    arc.start(second);
    await arc.pass(5_000);
    expect(arc.process(second).isReady()).toBe(false);
    old.kill();
    await arc.until('it starts', () => arc.process(second).isReady(), 5_000);
  });
});

describe('registry', () => {
  test('shows the last heartbeat of each peer, and its death after a while', async () => {
    const arc = await formCluster(ids);
    await arc.pass(20_000);
    const { registry } = arc.node(leader);
    const entry = registry.entries.get(second);
    if (entry?.pulse === undefined) throw new Error('not registered');
    const before = entry.pulse.heardAt(arc.timeline.now);
    await arc.pass(5_000);
    expect(entry.pulse.heardAt(arc.timeline.now)).toBe((before ?? 0) + 5_000);
    arc.kill(second);
    const last = entry.pulse.heardAt(arc.timeline.now);
    const states: string[] = [];
    for (let round = 0; round < 50; round++) {
      await arc.pass(1_000);
      states.push(registry.health(entry, arc.timeline.now));
    }
    expect(entry.pulse.heardAt(arc.timeline.now)).toBe(last);
    expect([states.indexOf('unhealthy') > 19, states.indexOf('unhealthy') < 31]).toEqual([true, true]);
    expect([states.indexOf('dead') > 34, states.indexOf('dead') < 46]).toEqual([true, true]);
  });

  test('a clock that jumps moves what is stamped from then on, not what was', async () => {
    const arc = await formCluster(ids);
    await arc.pass(20_000);
    arc.kill(second);
    const shown = async (id: string): Promise<string | null | undefined> => {
      const read = await arc.read(leader);
      return read.kind === 'view' ? read.view.records.get(id)?.lastHeard : undefined;
    };
    const [ghost, peer] = [await shown(second), await shown(first)];
    arc.node(leader).faults.set({ clockSkewMs: 120_000 });
    await arc.pass(10_000);
    expect(await shown(second)).toBe(ghost);
    expect(Date.parse((await shown(first)) ?? '') - Date.parse(peer ?? '')).toBe(130_000);
  });

  test('the oracle knows whom the leader heard and when, whatever its registry says', async () => {
    const arc = await formCluster(ids);
    await arc.pass(20_000);
    const { name } = arc.node(leader);
    arc.kill(second);
    const diedAt = arc.timeline.now;
    await arc.pass(30_000);
    expect(arc.cluster.heardWithin(name, second, diedAt - 3_000, diedAt)).toBe(true);
    expect(diedAt - (arc.cluster.lastHeard(name, second) ?? 0)).toBeLessThan(80);
    expect(arc.cluster.heardWithin(name, second, diedAt + 1, arc.timeline.now)).toBe(false);
    expect(arc.cluster.heardWithin(name, first, arc.timeline.now - 100, arc.timeline.now)).toBe(true);
  });
});

describe('standing still', () => {
  test('a frozen leader still claims to lead for some milliseconds after it wakes, then follows', async () => {
    let claimed = 0;
    for (const seed of seeds) {
      const arc = await formCluster(ids, { seed });
      arc.freeze(leader);
      await arc.pass(5_000);
      expect([first, second]).toContain(arc.leader);
      arc.thaw(leader);
      const wokeAt = arc.timeline.now;
      expect(arc.node(leader).raft.isLeader).toBe(true);
      await arc.until('it gives up', () => !arc.node(leader).raft.isLeader, 100);
      claimed = Math.max(claimed, arc.timeline.now - wokeAt);
      await arc.until('three live voters', () => arc.cluster.liveVoters.length === 3, 20_000);
    }
    expect(claimed).toBeGreaterThan(1);
  });

  test('a deaf follower runs and answers, and is no live voter; the leader is not disturbed', async () => {
    const arc = await formCluster(ids);
    arc.node(second).deafen(true);
    await arc.pass(30_000);
    expect(arc.node(second).raft.state).toBe('Candidate');
    expect(arc.cluster.liveVoters).toEqual([leader, first]);
    expect(arc.cluster.ledger.reigns).toHaveLength(1);
    expect(await arc.read(second)).toMatchObject({ kind: 'view', view: { role: 'Candidate', leaderId: null } });
  });

  test('a follower with a stuck log keeps its contact and falls behind', async () => {
    const arc = await formCluster(ids);
    arc.node(second).faults.set({ log: 'stuck' });
    for (let count = 0; count < 3; count++) await arc.remove('nosuch');
    await arc.pass(10_000);
    const [leading, stuck] = [arc.node(leader).raft, arc.node(second).raft];
    expect(stuck.disk.lastIndex).toBe(leading.disk.lastIndex - 6);
    expect(arc.timeline.now - (stuck.lastContact ?? 0)).toBeLessThan(80);
    arc.node(second).faults.set({});
    await arc.pass(500);
    expect(stuck.commitIndex).toBe(leading.commitIndex);
  });
});

test('ten quiet minutes of five nodes are next to no events', async () => {
  const arc = await formCluster([...ids, 'arc-writer-1', 'arc-writer-2']);
  await arc.pass(20_000);
  const { steps } = arc.timeline;
  await arc.pass(600_000);
  expect(arc.timeline.steps - steps).toBeLessThan(10);
});
