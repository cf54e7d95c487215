import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { HttpError, type HttpErrorCode } from '../../../src/ports/http-error.ts';
import { classifyRead, classifyReadError } from '../../../src/stores/arc/classify-read.ts';
import { clusterBody, followerBody, zeroTime } from './cluster-body.ts';
import { answered } from './scripted-http.ts';

const read = (body: unknown) => classifyRead(answered(200, body));
const invalid = (message: unknown = expect.any(String)) => ({ kind: 'failed', failure: 'invalid', message });

describe('a node that takes part in no cluster', () => {
  test.each([
    [
      'generation A',
      { enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' },
      'Enterprise license not configured',
    ],
    [
      'generation B',
      { success: false, enabled: false, reason: 'Clustering not enabled in configuration (cluster.enabled=false)' },
      'Clustering not enabled in configuration (cluster.enabled=false)',
    ],
    ['without a reason', { enabled: false }, 'not clustered'],
    ['with a reason that is no text', { enabled: false, reason: 7 }, 'not clustered'],
    ['a coordinator without Raft', { ...clusterBody(), raft: { enabled: false } }, 'clustered, but without Raft'],
  ])('%s', (_, body, message) => expect(read(body)).toEqual({ kind: 'notClustered', message }));
});

describe('a body that Arc does not write is invalid', () => {
  const whole = JSON.stringify(clusterBody());
  test.each<[string, unknown]>([
    ['nothing', ''],
    ['HTML', '<html>login</html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['text', '"enabled"'],
    ['an empty object', '{}'],
    ['truncated JSON', whole.slice(0, -1)],
    ['JSON and more', `${whole} x`],
    ['JSON twice', whole + whole],
    ['a key twice', '{"enabled":true,"enabled":false}'],
    ['a key twice where nobody looks', whole.replace('"strategy"', '"x":1,"x":1,"strategy"')],
    ['a second configuration', whole.replace('"latest_configuration"', '"latest_configuration":"[]",$&')],
    ['invalid UTF-8 where nobody looks', new TextEncoder().encode(`${whole.slice(0, -1)},"x":"~"}`).map(brokenTilde)],
    ['UTF-16', new Uint8Array(Buffer.from(whole, 'utf16le'))],
    ['enabled as text', whole.replace('"enabled":true', '"enabled":"true"')],
    ['no raft', { ...clusterBody(), raft: undefined }],
    ['no nodes', { ...clusterBody(), nodes: undefined }],
    ['null nodes', { ...clusterBody(), nodes: null }],
    ['a node without an id', clusterBody({ registry: [['', zeroTime]] })],
    ['a heartbeat that is no time', clusterBody({ registry: [['a', 'yesterday']] })],
    ['a heartbeat as a number', clusterBody({ registry: [['a', 0]] })],
    ['1,025 nodes', clusterBody({ registry: Array.from({ length: 1_025 }, (_, index) => [`n${index}`, zeroTime]) })],
    ['no own id', clusterBody({ self: '', registry: [], stats: { num_peers: '0' } })],
    ['a name of 257 characters', clusterBody({ clusterName: 'x'.repeat(257) })],
    ['a name that was not UTF-8 for Go', clusterBody({ clusterName: 'a\ufffd' })],
    ['a name that a terminal acts on', clusterBody({ clusterName: '\u001b[2J' })],
    ['null as leader', clusterBody({ leader: null })],
    ['an unknown state', clusterBody({ state: 'Unknown' })],
    ['a term as a number', clusterBody({ stats: { term: 2 } })],
    ['a term of 65 bits', clusterBody({ stats: { term: '18446744073709551616' } })],
    ['a negative term', clusterBody({ stats: { term: '-2' } })],
    ['an empty term', clusterBody({ stats: { term: '' } })],
    ['a term with a space', clusterBody({ stats: { term: ' 2' } })],
    ['a hexadecimal term', clusterBody({ stats: { term: '0x2' } })],
    ['a term of a million digits', clusterBody({ stats: { term: '1'.repeat(1_000_000) } })],
    ['no commit index', clusterBody({ stats: { commit_index: undefined } })],
    ['no configuration', clusterBody({ stats: { latest_configuration: undefined } })],
    ['an endless configuration', clusterBody({ stats: { latest_configuration: `[${'{'.repeat(100_000)}` } })],
    ['no contact', followerBody({ stats: { last_contact: '' } })],
    ['a contact in the future', followerBody({ stats: { last_contact: '-1s' } })],
    ['a contact as a number', followerBody({ stats: { last_contact: 0 } })],
    ['a configuration as a list', clusterBody({ stats: { latest_configuration: [] } })],
    ['a number as its own id', clusterBody({ self: 0 })],
    ['a number as the leader', clusterBody({ leader: 1 })],
    ['is_leader as text', clusterBody({ isLeader: 'true' })],
    ['is_leader as a number', clusterBody({ isLeader: 1 })],
    ['stats that are text', whole.replace('"stats":{', '"stats":"x","was":{')],
  ])('%s', (_, body) => expect(read(body)).toEqual(invalid()));

  test('the message names the field and shows nothing of it', () => {
    const result = read(
      clusterBody({
        registry: [
          ['a', zeroTime],
          ['b', 'tok-en'],
        ],
      }),
    );
    expect(result).toEqual(invalid('nodes.1.last_heartbeat: is not a time'));
  });
});

describe('a refusal', () => {
  const html = '<html><body>404 page not found</body></html>';
  test.each<[string, number, unknown, string, RegExp]>([
    [
      'no token',
      401,
      { success: false, error: 'Authentication required' },
      'unauthorized',
      /401: Authentication required/,
    ],
    ['a wrong token', 401, { success: false, error: 'Invalid or expired token' }, 'unauthorized', /Secret/],
    [
      'a token without permission',
      403,
      { success: false, error: 'Permission denied: read required' },
      'forbidden',
      /403/,
    ],
    ['no such route', 404, { error: 'Cannot GET /api/v1/cluster' }, 'unsupported', /cluster API/],
    ['no such route, as Fiber says it', 404, 'Cannot GET /api/v1/cluster', 'unsupported', /cluster API/],
    ['no such method', 405, { error: 'Method Not Allowed' }, 'unsupported', /405/],
    ['another server’s 404', 404, html, 'invalid', /port/],
    ['another server’s 405', 405, html, 'invalid', /port/],
    ['a server error', 500, { error: 'boom' }, 'invalid', /500: boom/],
    ['a proxy without its upstream', 502, html, 'unreachable', /proxy/],
    ['an overloaded proxy', 503, 'no healthy upstream', 'unreachable', /503: no healthy upstream/],
    ['a slow proxy', 504, '', 'unreachable', /504/],
    ['a redirect', 307, '', 'invalid', /^answered 307$/],
    ['success without a view', 204, '', 'invalid', /204/],
    ['success of another kind', 201, clusterBody(), 'invalid', /201/],
    ['too many requests', 429, '', 'invalid', /429/],
  ])('%s', (_, status, body, failure, message) =>
    expect(classifyRead(answered(status, body))).toEqual({
      kind: 'failed',
      failure,
      message: expect.stringMatching(message),
    }),
  );

  test('never shows the token, whatever the server echoes', () => {
    const token = 'adm-0123456789-0123456789';
    for (const status of [200, 302, 401, 403, 404, 500, 503]) {
      for (const body of [`token ${token}`, { error: `no ${token}` }, { enabled: false, reason: token }])
        expect(JSON.stringify(classifyRead(answered(status, body), token))).not.toContain('0123');
    }
  });
});

describe('no answer', () => {
  test.each<[HttpErrorCode, string]>([
    ['unresolved', 'unreachable'],
    ['refused', 'unreachable'],
    ['reset', 'unreachable'],
    ['closed', 'unreachable'],
    ['aborted', 'unreachable'],
    ['timeout', 'timeout'],
    ['tls', 'tls'],
    ['tooLarge', 'invalid'],
    ['protocol', 'invalid'],
  ])('%s: %s', (code, failure) =>
    expect(classifyReadError(new HttpError(code, 'why'))).toEqual({ kind: 'failed', failure, message: 'why' }),
  );

  test.each([new TypeError('Bearer secret'), 'Bearer secret', undefined])('%p is no reason to tell', (error) =>
    expect(JSON.stringify(classifyReadError(error))).not.toContain('secret'),
  );
});

describe('properties', () => {
  test('any bytes and any JSON give a result, and no view', () => {
    const body = fc.oneof(fc.uint8Array(), fc.string(), fc.json(), fc.jsonValue());
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), body, (status, each) => {
        expect(classifyRead(answered(status, each)).kind).toMatch(/^failed$|^notClustered$/);
      }),
      { numRuns: 10_000 },
    );
  });

  test('a view with anything in one place gives a result', () => {
    const membership = { servers: [{ id: 'arc-writer-0', suffrage: 'voter' }] };
    fc.assert(
      fc.property(fc.nat(50), fc.jsonValue(), (at, value) => {
        let place = 0;
        const body = JSON.stringify(clusterBody({ membership }), (_, each: unknown) => (place++ === at ? value : each));
        expect(read(body).kind).toMatch(/^view$|^failed$|^notClustered$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** 0xff occurs in no UTF-8 text. */
function brokenTilde(byte: number): number {
  return byte === 0x7e ? 0xff : byte;
}
