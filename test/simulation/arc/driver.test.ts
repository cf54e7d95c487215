import { describe, expect, test } from '@jest/globals';
import type { ReadResult } from '../../../src/membership/evidence.ts';
import { Seeded } from '../engine/seeded.ts';
import { type ViewFault, viewFaults } from './faults.ts';
import { formCluster } from './formed-cluster.ts';
import { printDuration, printTime } from './admin/go-text.ts';

const ids = ['arc-writer-0', 'arc-reader-0', 'arc-reader-1'];
const [leader = '', follower = ''] = ids;

const summaryOf = (read: ReadResult): string => (read.kind === 'failed' ? read.failure : read.kind);

describe("the operator's driver", () => {
  test.each(['A', 'B'] as const)(
    'reads whatever an honest cluster of generation %s shows, in any turmoil',
    async (generation) => {
      let reads = 0;
      for (const seed of [1, 2, 3]) {
        const arc = await formCluster(ids, { generation, seed });
        const chance = new Seeded(seed);
        for (let step = 0; step < 40; step++) {
          const id = chance.pick(ids);
          const restart = (): void => {
            arc.kill(id);
            arc.start(id);
          };
          chance.pick([
            () => arc.kill(id),
            restart,
            restart,
            () => arc.freeze(id),
            () => arc.thaw(id),
            () => arc.cluster.wire.cut(id, leader),
            () => arc.cluster.wire.healAll(),
            () => arc.cluster.leader?.remove(id, () => {}),
          ])();
          await arc.pass(chance.between(1, 3_000));
          for (const asked of ids) {
            const isThere = arc.cluster.node(asked)?.runtime.isAwake === true;
            if (!isThere) continue;
            expect([asked, await arc.read(asked)]).toMatchObject([asked, { kind: 'view' }]);
            reads++;
          }
        }
      }
      expect(reads).toBeGreaterThan(100);
    },
  );

  /** What it takes each faulty view for. */
  const readings: Readonly<Record<ViewFault, string>> = {
    ok: 'view',
    lagging: 'view',
    'claims-leader': 'view',
    'claims-leader-ahead': 'view',
    'names-nobody': 'view',
    'empty-configuration': 'invalid',
    'unknown-suffrage': 'invalid',
    'no-registry': 'invalid',
    'bad-configuration': 'invalid',
    truncated: 'unreachable',
    'not-json': 'invalid',
    'bad-gateway': 'unreachable',
    unavailable: 'unreachable',
    slow: 'view',
    hang: 'timeout',
    huge: 'invalid',
  };

  test.each(viewFaults)('view fault %s', async (view) => {
    const arc = await formCluster(ids);
    arc.node(follower).faults.set({ view, viewCount: 1 });
    expect(summaryOf(await arc.read(follower))).toBe(readings[view]);
    expect(summaryOf(await arc.read(follower))).toBe('view');
  });

  test('a lagging node goes on to show what was, with a fresh contact', async () => {
    const arc = await formCluster(ids);
    arc.node(follower).faults.set({ view: 'lagging' });
    await arc.remove('nosuch');
    await arc.pass(10_000);
    const [stale, fresh] = [await arc.read(follower), await arc.read(leader)];
    if (stale.kind !== 'view' || fresh.kind !== 'view') throw new Error('no views');
    expect(fresh.view.commitIndex - stale.view.commitIndex).toBe(2n);
    expect(stale.view.leaderContact).toBeLessThan(80);
  });

  test('one read of a leader may show a configuration that is newer than its indexes', async () => {
    const arc = await formCluster(ids);
    await arc.warm(leader);
    arc.node(leader).faults.set({ viewSplitMs: 30 });
    let isTorn = false;
    for (let round = 0; round < 20 && !isTorn; round++) {
      arc.node(leader).remove(`nosuch-${round}`, () => {});
      arc.node(leader).raft.change({ kind: 'addNonvoter', id: `new-${round}`, address: `new-${round}:9200` }, () => {});
      const before = arc.node(leader).raft.disk.lastIndex;
      const read = await arc.read(leader);
      if (read.kind !== 'view') throw new Error('no view');
      const shown = read.view.configuration.some(({ id }) => id === `new-${round}`);
      isTorn = shown && read.view.lastLogIndex <= BigInt(before) && read.view.commitIndex >= read.view.lastLogIndex;
      await arc.pass(500);
    }
    expect(isTorn).toBe(true);
  });
});

describe('text as Go prints it', () => {
  test.each([
    [0, '0s'],
    [0.000169, '169ns'],
    [0.169586, '169.586µs'],
    [36.7, '36.7ms'],
    [2_420, '2.42s'],
    [63_500, '1m3.5s'],
    [3_600_000, '1h0m0s'],
  ])('%d ms: %s', (milliseconds, text) => expect(printDuration(milliseconds)).toBe(text));

  test('times lose their trailing zeros, never has a date of its own', () => {
    expect(printTime(Date.UTC(2027, 0, 1, 0, 0, 5) + 120)).toBe('2027-01-01T00:00:05.12Z');
    expect(printTime(Date.UTC(2027, 0, 1, 0, 0, 10))).toBe('2027-01-01T00:00:10Z');
    expect(printTime(undefined)).toBe('0001-01-01T00:00:00Z');
  });
});
