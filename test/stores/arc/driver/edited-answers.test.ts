import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeOutcome } from '../../../../src/stores/arc/answers.ts';
import { classifyRead } from '../../../../src/stores/arc/classify-read.ts';
import { classifyRemoval } from '../../../../src/stores/arc/classify-removal.ts';
import { clusterBody, configurationText, followerBody, threeVoters, zeroTime } from '../cluster-body.ts';
import { answered } from '../scripted-http.ts';
import { edited, keyTwice, spliced } from './edits.ts';

const runs = { numRuns: 10_000 };
const id = 'arc-reader-3';

const [first, ...others] = threeVoters.map(({ id: each }) => ({ id: each, suffrage: 'voter' }));
const nonvoters = threeVoters.map((each, index) => Object.assign({}, each, index > 0 && { suffrage: 'Nonvoter' }));
const bodies = [
  clusterBody({ registry: [[id, zeroTime]] }),
  followerBody({ registry: [['arc-reader-0', zeroTime]] }),
  clusterBody({ membership: { servers: [first, ...others], voting_servers: 3 } }),
  followerBody({
    stats: { num_peers: '0', latest_configuration: configurationText(nonvoters) },
    membership: { servers: [first, ...others.map((each) => ({ id: each.id, suffrage: 'nonvoter' }))] },
  }),
  followerBody({ leader: '', stats: { num_peers: '0', latest_configuration: '[]', last_contact: 'never' } }),
  { enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' },
].map((body) => JSON.stringify(body));
const cluster = fc.constantFrom(...bodies);

const outcomes = [
  { success: true, message: 'node removed from cluster', node_id: id },
  { success: false, enabled: false, mode: 'standalone', reason: 'Enterprise license not configured' },
  { success: false, error: 'not the leader' },
  { success: false, error: 'invalid node ID' },
  { error: `Cannot DELETE /api/v1/cluster/nodes/${id}` },
].map((body) => JSON.stringify(body));
const outcome = fc.constantFrom(...outcomes);
const status = fc.constantFrom(200, 200, 200, 202, 400, 404, 405, 500, 500, 503);

const anything = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  encoded(fc.json()),
  encoded(fc.string({ unit: 'binary' })),
);

test('every body that is edited here is one that the driver takes', () => {
  expect(bodies.map((body) => classifyRead(answered(200, body)).kind).join()).toBe(
    'view,view,view,view,view,notClustered',
  );
});

describe('an answer to GET /api/v1/cluster yields no member that is not in it and throws InvalidAnswer alone', () => {
  test('of any bytes', () => fc.assert(fc.property(anything, isFaithful), runs));
  test('with values edited', () => fc.assert(fc.property(encoded(edited(cluster)), isFaithful), runs));
  test('with bytes spliced', () => fc.assert(fc.property(spliced(cluster), isFaithful), runs));
});

test('an answer to GET /api/v1/cluster that writes any key twice is invalid', () => {
  fc.assert(
    fc.property(cluster, keyTwice, (body, twice) => classifyRead(answered(200, twice(body))).kind === 'failed'),
    runs,
  );
});

describe('an answer to DELETE is read as nothing that it does not say, and nothing throws', () => {
  test('of any bytes', () => fc.assert(fc.property(anything, isOutcome), runs));
  test('with values edited', () => fc.assert(fc.property(status, encoded(edited(outcome)), isToTheLetter), runs));
  test('with bytes spliced', () => fc.assert(fc.property(status, spliced(outcome), isToTheLetter), runs));
});

test('an answer to DELETE that writes any key twice is an unknown outcome', () => {
  fc.assert(
    fc.property(fc.constantFrom(200, 400, 404, 405, 500), outcome, keyTwice, (code, body, twice) => {
      return classifyRemoval(answered(code, twice(body)), id).kind === 'unknown';
    }),
    runs,
  );
});

/** An error of another class than `InvalidAnswer` would be told as `no answer: …`. */
function isFaithful(body: Uint8Array): boolean {
  const result = classifyRead(answered(200, body));
  if (result.kind !== 'view') return !result.message.startsWith('no answer');
  const { configuration, memberId, leaderId, records } = result.view;
  const texts = stringsIn(body);
  const servers = configuration.map((member) => configurationText([member]).slice(1, -1));
  return (
    servers.every((server) => texts.some((text) => text.includes(server))) &&
    [memberId, leaderId ?? '', ...records.keys()].every((name) => texts.includes(name))
  );
}

/** Found by another way than the decoder's: whatever stands between quotation marks. */
function stringsIn(body: Uint8Array): readonly string[] {
  const literals = new TextDecoder().decode(body).match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return literals.map((literal) => String(JSON.parse(literal)));
}

function isOutcome(body: Uint8Array): boolean {
  return Object.keys(decodeOutcome(body)).every((key) => ['success', 'enabled', 'error', 'node_id'].includes(key));
}

function isToTheLetter(code: number, body: Uint8Array): boolean {
  const text = new TextDecoder().decode(body);
  const says = (key: string, value: unknown) => new RegExp(`"${key}"\\s*:\\s*${JSON.stringify(value)}`).test(text);
  switch (classifyRemoval(answered(code, body), id).kind) {
    case 'removed':
      return code < 300 && says('success', true) && says('node_id', id) && !says('enabled', false);
    case 'notClustered':
      return code === 200 && says('enabled', false) && !says('success', true);
    case 'notLeader':
      return code === 500 && says('error', 'not the leader') && !says('success', true);
    case 'rejected':
      return code === 400 && says('error', 'invalid node ID') && !says('success', true);
    case 'unsupported':
      return code === 404 && text.includes('Cannot DELETE /');
    case 'unknown':
      return true;
    default:
      return false;
  }
}

function encoded(text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> {
  return text.map((each) => new TextEncoder().encode(each));
}
