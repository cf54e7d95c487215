import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { RemovalAnswer } from '../../../src/membership/evidence.ts';
import { HttpError, type HttpErrorCode } from '../../../src/ports/http-error.ts';
import { classifyRemoval, classifyRemovalError } from '../../../src/stores/arc/classify-removal.ts';
import { answered } from './scripted-http.ts';

const id = 'arc-reader-3';
const removed = { success: true, message: 'node removed from cluster', node_id: id };
const refused = (error: string) => ({ success: false, error });
const selfRefusal = 'cannot remove self from cluster \u2014 use graceful shutdown instead';
const state = 'failed to remove node from cluster state: failed to apply command';
const standalone = { enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' };
const html = '<html><body>404 Not Found</body></html>';

type Row = [situation: string, status: number, body: unknown, kind: RemovalAnswer['kind']];

describe('what Arc answers', () => {
  test.each<Row>([
    ['removed', 200, removed, 'removed'],
    ['there was no such id', 200, removed, 'removed'],
    ['only the registry was cleaned: Raft refused, or is off', 200, removed, 'removed'],
    ['not clustered, generation A', 200, standalone, 'notClustered'],
    ['not clustered, generation B', 200, { ...standalone, success: false }, 'notClustered'],
    ['an id that is too long', 400, refused('invalid node ID'), 'rejected'],
    ['its own id', 400, refused(selfRefusal), 'rejected'],
    ['not the leader', 500, refused('not the leader'), 'notLeader'],
    ['leadership lost while it committed', 500, refused(`${state}: leadership lost while committing log`), 'unknown'],
    ['leadership lost before', 500, refused(`${state}: node is not the leader`), 'unknown'],
    ['no place in the queue', 500, refused(`${state}: timed out enqueuing operation`), 'unknown'],
    ['Raft shuts down', 500, refused(`${state}: raft is already shutdown`), 'unknown'],
    ['no token', 401, refused('Authentication required'), 'unauthorized'],
    ['a wrong token', 401, refused('Invalid or expired token'), 'unauthorized'],
    ['a token without admin', 403, refused('Permission denied: admin required'), 'forbidden'],
    ['no such route', 404, { error: 'Cannot DELETE /api/v1/cluster/nodes/arc-reader-3' }, 'unsupported'],
    ['no such route, as Fiber says it', 404, 'Cannot DELETE /api/v1/cluster/nodes/arc-reader-3', 'unsupported'],
    ['no such method, or no id in the path', 405, { error: 'Method Not Allowed' }, 'unsupported'],
  ])('%s', (_, status, body, kind) => expect(classifyRemoval(answered(status, body), id)).toMatchObject({ kind }));
});

describe('what only looks like it is an unknown outcome', () => {
  test.each<Row>([
    ['success for another id', 200, { ...removed, node_id: 'arc-reader-2' }, 'unknown'],
    ['success for the id in other case', 200, { ...removed, node_id: 'ARC-READER-3' }, 'unknown'],
    ['success for no id', 200, { success: true }, 'unknown'],
    ['success as text', 200, { ...removed, success: 'true' }, 'unknown'],
    ['success as a number', 200, { ...removed, success: 1 }, 'unknown'],
    ['success for an id that is a number', 200, { success: true, node_id: 3 }, 'unknown'],
    ['success for the id as Arc shows an encoded one', 200, { ...removed, node_id: 'arc%2Dreader%2D3' }, 'unknown'],
    ['success with an unreadable reason', 200, { ...removed, error: 7 }, 'unknown'],
    ['a list', 200, [removed], 'unknown'],
    ['no success', 200, { ...removed, success: false }, 'unknown'],
    ['success and not clustered', 200, { ...removed, enabled: false }, 'unknown'],
    ['not clustered by another status', 503, standalone, 'unknown'],
    ['an empty 200', 200, '', 'unknown'],
    ['an empty 204', 204, '', 'unknown'],
    ['a page for 200', 200, '<html>login</html>', 'unknown'],
    ['truncated JSON', 200, '{"success":true,"node_id":"arc-reader-3"', 'unknown'],
    ['invalid UTF-8', 200, new Uint8Array([0x7b, 0xff, 0x7d]), 'unknown'],
    ['a leader’s words in longer text', 500, refused('proxy: not the leader'), 'unknown'],
    ['a leader’s words in other case', 500, refused('Not the leader'), 'unknown'],
    ['a leader’s words with another status', 503, refused('not the leader'), 'unknown'],
    ['a leader’s words as plain text', 500, 'not the leader', 'unknown'],
    ['a leader’s words with success', 500, { success: true, error: 'not the leader' }, 'unknown'],
    ['another 400', 400, refused('bad request'), 'unknown'],
    ['a 400 without a body', 400, '', 'unknown'],
    ['a refusal with another status', 500, refused('invalid node ID'), 'unknown'],
    ['a refusal with success', 400, { success: true, error: 'invalid node ID' }, 'unknown'],
    ['a proxy’s 404', 404, html, 'unknown'],
    ['an empty 404', 404, '', 'unknown'],
    ['a 404 for another method', 404, { error: 'Cannot GET /api/v1/cluster' }, 'unknown'],
    ['a proxy’s 405', 405, html, 'unknown'],
    ['a redirect', 307, '', 'unknown'],
    ['a redirect with the right body', 301, removed, 'unknown'],
    ['a choice with the right body', 300, removed, 'unknown'],
    ['a conflict', 409, refused('conflict'), 'unknown'],
    ['too many requests', 429, '', 'unknown'],
    ['a bad gateway', 502, html, 'unknown'],
    ['an unavailable service', 503, '', 'unknown'],
    ['a gateway timeout', 504, '', 'unknown'],
    ['an early hint', 103, removed, 'unknown'],
    ['an error with a success body', 500, removed, 'unknown'],
  ])('%s', (_, status, body, kind) => expect(classifyRemoval(answered(status, body), id)).toMatchObject({ kind }));
});

test('a success by any 2xx is provisional success', () => {
  expect(classifyRemoval(answered(202, removed), id)).toEqual({ kind: 'removed' });
});

test.each([
  ['success', 200, '{"success":false,"node_id":"arc-reader-3","success":true}'],
  ['the id', 200, '{"success":true,"node_id":"arc-reader-2","node_id":"arc-reader-3"}'],
  ['the reason', 500, '{"success":false,"error":"leadership lost","error":"not the leader"}'],
  ['enabled', 200, '{"enabled":true,"enabled":false}'],
  ['a field that nobody reads', 200, '{"success":true,"node_id":"arc-reader-3","x":1,"x":2}'],
])('what names %s twice says nothing', (_, status, body) =>
  expect(classifyRemoval(answered(status, body), id)).toMatchObject({ kind: 'unknown' }),
);

test('says what the store said, in one short line', () => {
  expect(classifyRemoval(answered(400, refused(selfRefusal)), id)).toEqual({
    kind: 'rejected',
    message: 'answered 400: cannot remove self from cluster use graceful shutdown instead',
  });
  const { message } = { message: '', ...classifyRemoval(answered(500, refused('x'.repeat(10_000))), id) };
  expect(message.length).toBeLessThan(130);
});

describe('no answer is an unknown outcome, whatever the code', () => {
  const codes: HttpErrorCode[] = [
    ...(['unresolved', 'refused', 'tls', 'timeout', 'reset', 'tooLarge', 'protocol', 'aborted', 'closed'] as const),
  ];
  test.each(codes)('%s', (code) =>
    expect(classifyRemovalError(new HttpError(code, 'why'))).toEqual({ kind: 'unknown', message: 'why' }),
  );

  test.each([new TypeError('Bearer secret'), 'Bearer secret', null])('%p is no reason to tell', (error) => {
    const answer = classifyRemovalError(error);
    expect(answer.kind).toBe('unknown');
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('properties', () => {
  const status = fc.integer({ min: 100, max: 599 });
  const words = fc.record(
    {
      success: fc.oneof(fc.boolean(), fc.constant('true'), fc.constant(null)),
      enabled: fc.oneof(fc.boolean(), fc.constant(0)),
      error: fc.oneof(
        fc.string(),
        fc.constantFrom('not the leader', 'invalid node ID', selfRefusal, 'Method Not Allowed'),
      ),
      node_id: fc.oneof(fc.string(), fc.constant(id)),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof({ weight: 4, arbitrary: words }, fc.uint8Array(), fc.string(), fc.json(), fc.jsonValue());

  test('nothing throws, and nothing but the store’s whole sentence is more than unknown', () => {
    fc.assert(
      fc.property(status, body, (code, each) => {
        const answer = answered(code, each);
        const { kind } = classifyRemoval(answer, id);
        const text = new TextDecoder().decode(answer.body);
        if (kind === 'removed') expect([text.includes('"success":true'), text.includes(id)]).toEqual([true, true]);
        if (kind === 'notClustered') expect([code, text.includes('"enabled":false')]).toEqual([200, true]);
        if (kind === 'notLeader') expect([code, text.includes('"error":"not the leader"')]).toEqual([500, true]);
        if (kind === 'rejected') expect([code, text.includes('"success":true')]).toEqual([400, false]);
        if (kind === 'unsupported') expect([404, 405]).toContain(code);
      }),
      { numRuns: 10_000 },
    );
  });
});
