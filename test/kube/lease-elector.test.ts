import { afterEach, beforeEach, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Candidate, LeaseServer } from './lease-candidate.ts';
import { ManualClock } from './manual-clock.ts';

let server: LeaseServer;
let clock: ManualClock;
const candidates: Candidate[] = [];

beforeEach(() => {
  server = new LeaseServer();
  clock = new ManualClock();
});

afterEach(async () => {
  await end(clock);
});

async function end(at: ManualClock): Promise<void> {
  for (const candidate of candidates.splice(0)) {
    candidate.stop.abort();
    // Longer than every request that may still be under way.
    await at.advance(30_000);
    await candidate.running;
  }
}

function join(host: string): Candidate {
  const candidate = new Candidate(server, clock, host);
  candidates.push(candidate);
  return candidate;
}

const foreign = { holderIdentity: 'other', leaseDurationSeconds: 15, leaseTransitions: 3 };

test('creates a Lease that is missing and leads', async () => {
  const a = join('a');
  await clock.advance(0);
  expect(a.told).toEqual(['started']);
  expect(a.elector.isLeader()).toBe(true);
  expect(server.lease?.['spec']).toEqual({
    holderIdentity: a.elector.identity,
    leaseDurationSeconds: 15,
    acquireTime: expect.stringMatching(/^2027-01-01T\d\d:\d\d:\d\d\.\d{6}Z$/),
    renewTime: expect.stringMatching(/^2027-01-01T\d\d:\d\d:\d\d\.\d{6}Z$/),
    leaseTransitions: 0,
  });
  expect(a.elector.identity).toMatch(/^a_[0-9a-f-]{36}$/);
});

test('renews with one write every two seconds, and looks at nothing', async () => {
  const a = join('a');
  await clock.advance(0);
  const acquired = server.spec('acquireTime');
  const renewed = server.spec('renewTime');
  server.requests = '';
  await clock.advance(60_000);
  expect(server.requests).toMatch(/^u{25,30}$/);
  expect(a.told).toEqual(['started']);
  expect(server.spec('acquireTime')).toBe(acquired);
  expect(server.spec('renewTime')).not.toBe(renewed);
});

test('waits until another Lease has not changed for its duration, by its own clock', async () => {
  // What is written in it must not count: this one claims to have been renewed in 1970.
  server.write({ ...foreign, renewTime: '1970-01-01T00:00:00.000000Z' });
  const a = join('a');
  await clock.advance(14_900);
  expect(a.told).toEqual([]);
  await clock.advance(3_000);
  expect(a.told).toEqual(['started']);
  expect(server.spec('leaseTransitions')).toBe(4);
});

test('stands by as long as another process renews', async () => {
  const a = join('a');
  for (let round = 0; round < 10; round += 1) {
    server.write({ ...foreign, renewTime: `round ${round}` });
    await clock.advance(14_000);
  }
  expect(a.told).toEqual([]);
});

test('takes a Lease that nobody holds', async () => {
  server.write({ leaseTransitions: 3 });
  const a = join('a');
  await clock.advance(0);
  expect(a.told).toEqual(['started']);
  expect(server.spec('leaseTransitions')).toBe(4);
});

test('is no leader any more from the renew deadline on, whatever the server does', async () => {
  const a = join('a');
  await clock.advance(0);
  a.fail = 'before';
  await clock.advance(9_999);
  expect(a.elector.isLeader()).toBe(true);
  await clock.advance(1);
  expect(a.elector.isLeader()).toBe(false);
  expect(a.told).toEqual(['started', 'stopped']);
  a.fail = undefined;
  await clock.advance(3_000);
  expect(a.told).toEqual(['started', 'stopped', 'started']);
});

test('counts the deadline from before the request, not from its answer', async () => {
  const a = join('a');
  await clock.advance(0);
  a.delay = 2_900;
  await clock.advance(2_400 + 2_900);
  a.fail = 'before';
  await clock.advance(2_000 + 10_000 - 2_400 - 2_900);
  await clock.advance(400);
  expect(a.elector.isLeader()).toBe(false);
});

test('knows at once that it was frozen beyond the deadline', async () => {
  const a = join('a');
  await clock.advance(0);
  clock.freeze(10_000);
  expect(a.elector.isLeader()).toBe(false);
  await clock.advance(0);
  expect(a.told[1]).toBe('stopped');
});

test('does not start to lead by an answer that it reads after the deadline', async () => {
  server.write({ leaseTransitions: 3 });
  const a = join('a');
  a.delay = 1_000;
  await clock.advance(900);
  clock.freeze(10_000);
  a.fail = 'before';
  await clock.advance(1_000);
  expect(a.told).toEqual([]);
});

test('goes on leading when the answer to a renewal was lost', async () => {
  const a = join('a');
  await clock.advance(0);
  a.fail = 'after';
  await clock.advance(5_000);
  a.fail = undefined;
  await clock.advance(60_000);
  expect(a.told).toEqual(['started']);
});

test('goes on leading when somebody else changes the Lease but not its holder', async () => {
  const a = join('a');
  await clock.advance(0);
  server.write(server.lease?.['spec'], { labels: { touched: 'yes' } });
  await clock.advance(3_000);
  expect(a.told).toEqual(['started']);
  expect(server.lease?.metadata.labels).toEqual({ touched: 'yes' });
});

test('stops when another process holds the Lease', async () => {
  const a = join('a');
  await clock.advance(0);
  server.write(foreign);
  await clock.advance(3_000);
  expect(a.told).toEqual(['started', 'stopped']);
  expect(server.spec('holderIdentity')).toBe('other');
});

test('creates the Lease again when it was deleted', async () => {
  const a = join('a');
  await clock.advance(0);
  server.lease = undefined;
  await clock.advance(3_000);
  expect(a.told).toEqual(['started']);
  expect(server.spec('holderIdentity')).toBe(a.elector.identity);
});

test('gives the Lease back at the end, so that the next one leads at once', async () => {
  const a = join('a');
  await clock.advance(0);
  const b = join('b');
  await clock.advance(5_000);
  expect(b.told).toEqual([]);
  a.stop.abort();
  await clock.advance(0);
  expect(a.told).toEqual(['started', 'stopped']);
  expect(server.lease?.['spec']).toMatchObject({ leaseDurationSeconds: 1, leaseTransitions: 0 });
  expect(server.spec('holderIdentity')).toBeUndefined();
  await clock.advance(2_400);
  expect(b.told).toEqual(['started']);
});

test('gives back no Lease that is not its own', async () => {
  server.write(foreign);
  const a = join('a');
  await clock.advance(0);
  a.stop.abort();
  await clock.advance(0);
  expect(server.spec('holderIdentity')).toBe('other');
});

test('never lets two processes lead at once, whatever fails', async () => {
  const trouble = fc.record({
    who: fc.nat(2),
    fail: fc.constantFrom('before' as const, 'after' as const, undefined),
    delay: fc.constantFrom(0, 200, 2_900, 6_000),
    steps: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(trouble, { minLength: 1, maxLength: 8 }), async (troubles) => {
      server = new LeaseServer();
      clock = new ManualClock();
      try {
        await ordeal(['a', 'b', 'c'].map(join), troubles);
      } finally {
        await end(clock);
      }
    }),
    { numRuns: 50 },
  );
});

interface Trouble {
  readonly who: number;
  readonly fail: Candidate['fail'];
  readonly delay: number;
  readonly steps: number;
}

async function ordeal(all: readonly Candidate[], troubles: readonly Trouble[]): Promise<void> {
  for (const { who, fail, delay, steps } of troubles) {
    const candidate = all[who];
    if (candidate !== undefined) Object.assign(candidate, { fail, delay });
    for (let step = 0; step < steps; step += 1) {
      await clock.advance(500);
      const leaders = all.filter(({ elector }) => elector.isLeader());
      expect(leaders.length).toBeLessThanOrEqual(1);
    }
  }
}
