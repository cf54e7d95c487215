import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer, NotSent } from '../../../src/ports/http.ts';
import { createArcDriver } from '../../../src/stores/arc/arc-driver.ts';
import type { AdminNode } from '../../../src/stores/driver.ts';
import { drivers } from '../../../src/stores/drivers.ts';
import { clusterBody } from './cluster-body.ts';
import { answered, ScriptedHttp } from './scripted-http.ts';

const driver = createArcDriver();
const token = 'adm-0123456789-0123456789-0123456789';
const removed = (id: string) => answered(200, { success: true, message: 'node removed from cluster', node_id: id });

const always = () => true;

function nodeThat(answer: HttpAnswer | NotSent | Error, given: Partial<AdminNode> = {}) {
  const http = new ScriptedHttp(answer);
  const node: AdminNode = { http, origin: 'http://10.0.0.7:8000', token, timeout: 5_000, ...given };
  return { http, node };
}

test('is registered under its store type, with the times that a removal rests on', () =>
  expect(drivers.Arc().traits).toEqual({
    independentViews: true,
    heartbeatInterval: 5_000,
    longestAct: 15_000,
    leavesRecords: true,
  }));

describe('read', () => {
  test('asks the pod itself for its view, with the token', async () => {
    const { http, node } = nodeThat(answered(200, clusterBody()));
    expect(await driver.read(node)).toMatchObject({ kind: 'view', view: { memberId: 'arc-writer-0' } });
    expect(http.sent).toEqual([
      {
        method: 'GET',
        origin: 'http://10.0.0.7:8000',
        path: '/api/v1/cluster',
        headers: { authorization: `Bearer ${token}` },
        timeout: 5_000,
        maxBytes: 1_048_576,
      },
    ]);
  });

  test('sends no header without a token', async () => {
    const { http, node } = nodeThat(answered(200, clusterBody()));
    const { token: _, ...withoutToken } = node;
    await driver.read(withoutToken);
    expect(http.sent[0]?.headers).toEqual({});
  });

  test('can be given up', async () => {
    const { signal } = new AbortController();
    const { http, node } = nodeThat(answered(200, clusterBody()), { signal });
    await driver.read(node);
    expect(http.sent).toMatchObject([{ signal }]);
  });

  test('tells what no HTTP client may throw without its text', async () => {
    const { node } = nodeThat(new TypeError(`invalid header Bearer ${token}`));
    expect(await driver.read(node)).toEqual({
      kind: 'failed',
      failure: 'unreachable',
      message: 'no answer: TypeError',
    });
  });
});

describe('mayRemove', () => {
  test('asks for what only an admin may read', async () => {
    const { http, node } = nodeThat(answered(403, { success: false, error: 'Permission denied: admin required' }));
    expect(await driver.mayRemove(node)).toEqual({ kind: 'forbidden' });
    expect(http.sent).toMatchObject([{ method: 'GET', path: '/api/v1/cluster/files' }]);
  });
});

describe('remove', () => {
  test.each(['arc-reader-3', 'a', 'a.b_c~d', 'ARC-Reader-3', '...', 'x'.repeat(253)])(
    'sends one DELETE for %s as it is',
    async (id) => {
      const { http, node } = nodeThat(removed(id));
      expect(await driver.remove(node, id, always)).toEqual({ kind: 'removed' });
      expect(http.sent).toMatchObject([
        {
          method: 'DELETE',
          origin: node.origin,
          path: `/api/v1/cluster/nodes/${id}`,
          headers: { authorization: `Bearer ${token}` },
        },
      ]);
    },
  );

  const unfit = [
    ['', '.', '..', ' ', 'a b', 'a/b', 'a/../b', 'a%2Db', 'a?b', 'a#b', 'a:b', 'a+b', 'a&b', "a'b", 'a"b', 'a\\b'],
    ['a\nb', 'a\r\nX: y', 'nöde', 'a\u0000', '\ud800', 'a;b', 'a@b', 'a*', 'a!', '(a)', 'a\u200b', 'x'.repeat(254)],
  ].flat();
  test.each(unfit)('sends nothing for %j', async (id) => {
    const { http, node } = nodeThat(removed(id));
    expect(await driver.remove(node, id, always)).toMatchObject({ kind: 'rejected' });
    expect(http.sent).toEqual([]);
  });

  test('asks the caller at the last moment', async () => {
    const { http, node } = nodeThat(removed('a'));
    expect(await driver.remove(node, 'a', () => false)).toEqual({ kind: 'notSent', why: 'tooLate' });
    expect(http.sent).toEqual([]);
  });

  test('reports that there was no open connection', async () => {
    const { node } = nodeThat({ notSent: 'noOpenConnection' });
    expect(await driver.remove(node, 'a', always)).toEqual({ kind: 'notSent', why: 'noOpenConnection' });
  });

  test('does not try again', async () => {
    const { http, node } = nodeThat(new Error('reset'));
    expect(await driver.remove(node, 'a', always)).toMatchObject({ kind: 'unknown' });
    expect(http.sent).toHaveLength(1);
  });
});

test.each(['', 'token\n', 'to\u0000ken', 'tökèn'])('a token that no header carries (%j) is not sent', async (bad) => {
  const { http, node } = nodeThat(answered(200, clusterBody()), { token: bad });
  expect(await driver.read(node)).toMatchObject({ kind: 'failed', failure: 'unauthorized' });
  expect(await driver.mayRemove(node)).toEqual({ kind: 'unauthorized' });
  expect(await driver.remove(node, 'a', () => true)).toEqual({ kind: 'unauthorized' });
  expect(http.sent).toEqual([]);
});
