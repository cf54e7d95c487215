import { expect, test } from '@jest/globals';

import { TlsClients } from '../../src/controller/tls-clients.ts';
import { FakeHttp } from './fakes/fake-store.ts';

function setUp() {
  const http = new FakeHttp();
  return { clients: new TlsClients(http.create), closed: () => http.made.map(({ closed }) => closed) };
}

test('RaftClusters of one TLS configuration share their clients: one for reads, one for removals', () => {
  const { clients, closed } = setUp();
  const first = clients.use('a', { ca: 'PEM' });
  expect(clients.use('b', { ca: 'PEM' })).toBe(first);
  expect(first.reads).not.toBe(first.removals);
  expect(closed()).toEqual([false, false]);
});

test('other configurations have clients of their own; no TLS is not TLS without options', () => {
  const { clients, closed } = setUp();
  clients.use('a', undefined);
  clients.use('b', {});
  clients.use('c', { ca: 'PEM' });
  clients.use('d', { ca: 'PEM', serverName: 'arc' });
  expect(closed()).toHaveLength(8);
});

test('they are closed with the last RaftCluster that uses them', () => {
  const { clients, closed } = setUp();
  clients.use('a', undefined);
  clients.use('b', undefined);
  clients.use('b', undefined);
  clients.release('a');
  clients.release('a');
  expect(closed()).toEqual([false, false]);
  clients.release('b');
  expect(closed()).toEqual([true, true]);
  clients.use('a', undefined);
  expect(closed()).toEqual([true, true, false, false]);
});

test('a RaftCluster whose CA changes gives up the old ones', () => {
  const { clients, closed } = setUp();
  clients.use('a', { ca: 'old' });
  clients.use('a', { ca: 'new' });
  expect(closed()).toEqual([true, true, false, false]);
});

test('in the end all are closed', async () => {
  const { clients, closed } = setUp();
  clients.use('a', undefined);
  clients.use('b', { ca: 'PEM' });
  await clients.close();
  expect(closed()).toEqual([true, true, true, true]);
});
