import { describe, expect, test } from '@jest/globals';

import { AdminAccesses } from '../../src/controller/admin-accesses.ts';
import { isReadable } from '../../src/controller/facts.ts';
import type { ReadableCluster } from '../../src/controller/facts.ts';
import { projectCluster, projectPod } from '../../src/controller/projections.ts';
import { isAddressed } from '../../src/controller/admin-access.ts';
import type { AddressedPod } from '../../src/controller/admin-access.ts';
import { TlsClients } from '../../src/controller/tls-clients.ts';
import type { Reading, ReadFailure } from '../../src/membership/evidence.ts';
import { ManualClock } from '../kube/manual-clock.ts';
import { FakeKube } from './fakes/fake-kube.ts';
import { FakeHttp, FakeStore } from './fakes/fake-store.ts';
import { pod, raftCluster, secret } from './fakes/objects.ts';

const key = 'store/arc';
const { signal } = new AbortController();

function cluster(admin: object, metadata: object = {}): ReadableCluster {
  const projected = projectCluster(raftCluster({ spec: { admin }, metadata }));
  if (!isReadable(projected)) throw new Error('not readable');
  return projected;
}

function addressed(ip: string): AddressedPod {
  const projected = projectPod(pod('arc-0', { ip }));
  if (!isAddressed(projected)) throw new Error('no address');
  return projected;
}

function setUp() {
  const clock = new ManualClock();
  const kube = new FakeKube();
  const http = new FakeHttp();
  const accesses = new AdminAccesses(kube, clock, new TlsClients(http.create), { Arc: new FakeStore() });
  kube.put(secret('token', { token: 'first' }));
  const reads = () => kube.count('get', 'secrets');
  return { clock, kube, http, accesses, reads };
}

const failed = (failure: ReadFailure): readonly Reading[] => [
  { pod: 'arc-0', podUid: 'u', askedAt: 0, answeredAt: 0, result: { kind: 'failed', failure, message: '' } },
];
const answered: readonly Reading[] = [
  {
    pod: 'arc-0',
    podUid: 'u',
    askedAt: 0,
    answeredAt: 0,
    result: { kind: 'view', view: new FakeStore().view('arc-0') },
  },
];

const withToken = { tokenSecretRef: { name: 'token', key: 'token' }, pollInterval: '60s' };

describe('the Secrets', () => {
  test('are read once for a spec, and again when it changes or the RaftCluster is another one', async () => {
    const { accesses, reads } = setUp();
    const first = await accesses.of(key, cluster(withToken), signal);
    expect(await accesses.of(key, cluster(withToken), signal)).toBe(first);
    expect(reads()).toBe(1);
    await accesses.of(key, cluster(withToken, { generation: 2 }), signal);
    expect(reads()).toBe(2);
    await accesses.of(key, cluster(withToken, { generation: 2, uid: 'another' }), signal);
    expect(reads()).toBe(3);
  });

  test('are read again when somebody asks for a look, once', async () => {
    const { accesses, reads } = setUp();
    await accesses.of(key, cluster(withToken), signal);
    const asked = cluster(withToken, { annotations: { 'raftcluster.dev/requestedAt': 'now' } });
    await accesses.of(key, asked, signal);
    await accesses.of(key, asked, signal);
    expect(reads()).toBe(2);
  });

  test.each<[ReadFailure, number]>([
    ['unauthorized', 2],
    ['forbidden', 2],
    ['tls', 2],
    ['timeout', 1],
    ['unreachable', 1],
    ['invalid', 1],
  ])('after a round with %s they are read %i times', async (failure, times) => {
    const { accesses, reads, clock } = setUp();
    await accesses.of(key, cluster(withToken), signal);
    await clock.advance(2000);
    accesses.learn(key, failed(failure));
    await accesses.of(key, cluster(withToken), signal);
    expect(reads()).toBe(times);
  });

  test('that stay refused are read more and more seldom, but twice a poll', async () => {
    const { accesses, reads, clock } = setUp();
    const at: number[] = [];
    for (let second = 0; second < 130; second++) {
      const before = reads();
      await accesses.of(key, cluster(withToken), signal);
      if (reads() > before) at.push(second);
      accesses.learn(key, failed('unauthorized'));
      await clock.advance(1000);
    }
    expect(at).toEqual([0, 2, 6, 14, 30, 60, 90, 120]);
  });

  test('that serve again are read at once when they are refused the next time', async () => {
    const { accesses, reads, clock } = setUp();
    for (let times = 0; times < 4; times++) {
      await accesses.of(key, cluster(withToken), signal);
      accesses.learn(key, failed('unauthorized'));
      await clock.advance(30_000);
    }
    await accesses.of(key, cluster(withToken), signal);
    accesses.learn(key, answered);
    await clock.advance(30_000);
    accesses.doubt(key);
    await accesses.of(key, cluster(withToken), signal);
    accesses.doubt(key);
    await clock.advance(2000);
    const before = reads();
    await accesses.of(key, cluster(withToken), signal);
    expect(reads()).toBe(before + 1);
  });

  test('that are missing are read again until they are there', async () => {
    const { accesses, kube, clock, reads } = setUp();
    kube.remove('secrets', 'token');
    expect((await accesses.of(key, cluster(withToken), signal)).missing).toContain('does not exist');
    await clock.advance(1999);
    await accesses.of(key, cluster(withToken), signal);
    expect(reads()).toBe(1);
    kube.put(secret('token', { token: 'late' }));
    await clock.advance(1);
    const access = await accesses.of(key, cluster(withToken), signal);
    expect(access.missing).toBeUndefined();
    expect(access.readNode(addressed('10.0.0.1'), signal).token).toBe('late');
  });

  test('are forgotten with the RaftCluster, and its connections closed', async () => {
    const { accesses, reads, http } = setUp();
    await accesses.of(key, cluster(withToken), signal);
    accesses.forget(key);
    expect(http.made.map(({ closed }) => closed)).toEqual([true, true]);
    await accesses.of(key, cluster(withToken), signal);
    expect(reads()).toBe(2);
  });
});

describe('an endpoint', () => {
  test.each([
    ['10.0.0.1', {}, 'http://10.0.0.1:8000'],
    ['fd00::7', { port: 9000 }, 'http://[fd00::7]:9000'],
    ['fd00::7', { scheme: 'HTTPS' }, 'https://[fd00::7]:8000'],
  ])('of a pod at %s with %j is %s', async (ip, admin, origin) => {
    const { accesses } = setUp();
    const access = await accesses.of(key, cluster(admin), signal);
    expect(access.readNode(addressed(ip), signal).origin).toBe(origin);
  });

  test('for removals has a connection and a time-out of its own', async () => {
    const { accesses } = setUp();
    const access = await accesses.of(key, cluster({ requestTimeout: '3s', removeTimeout: '30s' }), signal);
    const read = access.readNode(addressed('10.0.0.1'), signal);
    const removal = access.removeNode(addressed('10.0.0.1'), signal);
    expect([read.timeout, removal.timeout]).toEqual([3000, 30_000]);
    expect(read.http).not.toBe(removal.http);
    expect(read).not.toHaveProperty('token');
  });

  test('trusts the CA and expects the name that the spec gives', async () => {
    const { accesses, http, kube } = setUp();
    kube.put(secret('tls', { 'ca.crt': 'PEM' }));
    const admin = { scheme: 'HTTPS', serverName: 'arc.example', caSecretRef: { name: 'tls', key: 'ca.crt' } };
    await accesses.of(key, cluster(admin), signal);
    expect(http.made[0]?.options).toMatchObject({ tls: { ca: 'PEM', serverName: 'arc.example' }, connections: 1 });
  });
});

describe('the right to remove', () => {
  const leader = projectPod(pod('arc-0'));
  const successor = projectPod(pod('arc-1'));

  test.each([
    ['allowed', false, true],
    ['unsupported', false, true],
    ['forbidden', true, true],
    ['unknown', true, true],
  ] as const)('that a leader called %s is an open question for it: %s, for another: %s', async (kind, same, other) => {
    const { accesses } = setUp();
    const access = await accesses.of(key, cluster({}), signal);
    expect(access.mayRemove).toBe('unknown');
    access.learn(leader.uid, kind);
    expect(access.mayRemove).toBe(kind);
    expect([access.isOpenQuestion(leader), access.isOpenQuestion(successor)]).toEqual([same, other]);
  });
});
